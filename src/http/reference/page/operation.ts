import { defaultBodyLimitBytes } from '../../../contract/operation.ts'
import type { OperationObject, Parameter, ResponseObject } from '../open-api.ts'
import { html, type Markup } from './html.ts'
import { answerTable, bodyTable, code, errorLink, parameterTable } from './table.ts'

/** One operation with its place in the document. */
export interface PlacedOperation extends OperationObject {
  readonly method: string
  readonly path: string
}

export const operationArticle = (operation: PlacedOperation): Markup => html`
<article id="${operation.operationId}" aria-labelledby="${operation.operationId}-title">
<h3 id="${operation.operationId}-title"><code class="method">${operation.method}</code> <code>${operation.path}</code></h3>
<p>${operation.summary}.</p>
<dl>
<dt>Operation</dt><dd>${code(operation.operationId)}</dd>
<dt>Permission</dt><dd>${permissionOf(operation)}</dd>
${operation.requestBody && html`<dt>Body limit</dt><dd>${bodyLimitOf(operation)}</dd>`}
</dl>
${places.map((place) => parametersIn(place, operation))}
${requestOf(operation)}
${Object.entries(operation.responses).map(([status, response]) => successOf(status, response))}
${errorsOf(operation)}
</article>`

function permissionOf({ 'x-action': action, security }: OperationObject): Markup {
  if (action !== undefined) return code(action)
  return security?.length === 0 ? html`none; nobody need be known` : html`none; credentials suffice`
}

const bodyLimitOf = ({ 'x-body-limit-bytes': bytes = defaultBodyLimitBytes }: OperationObject): string =>
  `${bytes / 1024} KiB`

const places = ['path', 'query', 'header'] as const
const captions = { path: 'Parameters in the path', query: 'Parameters in the query', header: 'Headers' }

function parametersIn(place: Parameter['in'], { parameters = [] }: OperationObject): Markup | undefined {
  const here = parameters.filter((parameter) => parameter.in === place)
  return here.length > 0 ? parameterTable(captions[place], here) : undefined
}

function requestOf({ requestBody }: OperationObject): Markup | undefined {
  if (!requestBody) return undefined
  const schema = requestBody.content['application/json']?.schema
  if (!schema) return fileOf(requestBody)
  const caption = requestBody.required ? 'Body' : 'Body (optional)'
  const alternatives = schema.oneOf?.map((alternative) =>
    bodyTable(`${caption}: ${alternative.title}`, alternative),
  )
  return html`${alternatives ?? bodyTable(caption, schema)}`
}

const fileOf = ({ description = '', content }: NonNullable<OperationObject['requestBody']>): Markup =>
  html`<p>Body: ${description} (${Object.keys(content).join(', ')}).</p>`

function successOf(
  status: string,
  { content, description, headers = {} }: ResponseObject,
): Markup | undefined {
  if (!status.startsWith('2')) return undefined
  const schema = content?.['application/json']?.schema
  const own = Object.entries(headers).flatMap(([name, header]) =>
    'description' in header ? [{ name, ...header }] : [],
  )
  return html`
<h4>Answer ${status}</h4>
<p>${description}.${own.map((header) => html` ${code(header.name)}: ${header.description}.`)}</p>
${schema && answerTable('Body of the answer', schema)}`
}

const errorsOf = ({ responses }: OperationObject): Markup => html`
<h4>Errors</h4>
<ul>${Object.entries(responses).map(
  ([status, { 'x-error-codes': codes }]) =>
    codes &&
    html`
<li>${status}: ${codes.map((text) => html`${errorLink(status, text)} `)}</li>`,
)}</ul>`
