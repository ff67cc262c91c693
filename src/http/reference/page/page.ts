import type { OpenApiDocument } from '../open-api.ts'
import { html, Markup } from './html.ts'
import { operationArticle, type PlacedOperation } from './operation.ts'
import { style } from './style.ts'
import { code, errorId, table } from './table.ts'

export { style }

interface Section {
  readonly id: string
  readonly name: string
  readonly operations: readonly PlacedOperation[]
}

/** The document as a page that needs nothing but itself: no script, no font, no picture. */
export function renderPage(document: OpenApiDocument): string {
  const { title, version, description } = document.info
  const sections = sectionsOf(document)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} ${version}: API reference</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<a class="skip" href="#reference">Skip to the operations</a>
<h1>${title} ${version}: API reference</h1>
${description.split('\n\n').map((paragraph) => html`<p>${paragraph}</p>`)}
<p>For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI ${document.openapi}).</p>
</header>
${contentsOf(sections)}
<main id="reference">
${credentialsOf(document)}
${sections.map(
  ({ id, name, operations }) => html`
<section aria-labelledby="${id}"><h2 id="${id}">${name}</h2>${operations.map(operationArticle)}</section>`,
)}
${errorsOf(document)}
</main>
</body>
</html>
`.text
}

function sectionsOf({ tags, paths }: OpenApiDocument): Section[] {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  )
  return tags.map(({ name }) => ({
    id: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    name,
    operations: all.filter((operation) => operation.tags.includes(name)),
  }))
}

const contentsOf = (sections: readonly Section[]): Markup => html`
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2><ul>
<li><a href="#credentials">Credentials</a></li>${sections.map(
  ({ id, name, operations }) => html`
<li><a href="#${id}">${name}</a><ul>${operations.map(
    ({ operationId, summary }) => html`
<li><a href="#${operationId}">${summary}</a></li>`,
  )}</ul></li>`,
)}
<li><a href="#errors">Error codes</a></li>
</ul></nav>`

const credentialsOf = ({ components: { securitySchemes } }: OpenApiDocument): Markup => html`
<section aria-labelledby="credentials"><h2 id="credentials">Credentials</h2>
<p>One of these, unless an operation says that nobody need be known:</p>
<ul>${Object.values(securitySchemes).map(({ description }) => html`<li>${description}</li>`)}</ul></section>`

const errorsOf = (document: OpenApiDocument): Markup => html`
<section aria-labelledby="errors"><h2 id="errors">Error codes</h2>
<p>A field that names no code has the one that its family has for a wrong parameter.</p>
${table(
  'Every code, with each status that it comes with',
  ['Code', 'Status', 'Family', 'Message'],
  document['x-errors'].map(({ code: text, status, family, message }) => [
    html`<span id="${errorId(status, text)}">${code(text)}</span>`,
    status,
    family,
    message,
  ]),
)}</section>`
