import type { Parameter, Schema } from '../open-api.ts'
import { type Field, fieldsOf, fieldsOfParameter, limitsOf, typeOf } from './fields.ts'
import { type Content, html, type Markup } from './html.ts'

/** A table that says what it shows; the first cell of a row names it. Wide ones scroll, also by keyboard. */
export const table = (
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly Content[])[],
): Markup => html`
<div class="wide" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map(
  ([name, ...cells]) => html`
<tr><th scope="row">${name}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
)}</tbody>
</table></div>`

const givenHeads = ['Name', 'Type', 'Required', 'Limits', 'Error code', 'Description']

/** What a caller sends. */
const givenTable = (caption: string, fields: readonly Field[]): Markup =>
  table(
    caption,
    givenHeads,
    fields.map(({ name, isRequired, schema, errorCodes }) => [
      code(name),
      typeOf(schema),
      isRequired ? 'yes' : 'no',
      limitsOf(schema).join('; '),
      errorCodes.map((text) => html`${errorLink(400, text)} `),
      schema.description,
    ]),
  )

export const parameterTable = (caption: string, parameters: readonly Parameter[]): Markup =>
  givenTable(caption, parameters.flatMap(fieldsOfParameter))

export const bodyTable = (caption: string, schema: Schema): Markup => givenTable(caption, fieldsOf(schema))

/** What a caller gets; fields that are not always there say so. */
export const answerTable = (caption: string, schema: Schema): Markup =>
  table(
    caption,
    ['Name', 'Type', 'Always there', 'Description'],
    fieldsOf(schema).map((field) => [
      code(field.name),
      typeOf(field.schema),
      field.isRequired ? 'yes' : 'no',
      [limitsOf(field.schema).join('; '), field.schema.description].filter(Boolean).join('; '),
    ]),
  )

export const code = (text: string): Markup => html`<code>${text}</code>`

/** An error code, linked to its row in the table of all. */
export const errorLink = (status: string | number, text: string): Markup =>
  html`<a href="#${errorId(status, text)}">${code(text)}</a>`

export const errorId = (status: string | number, text: string): string => `${text}-${status}`
