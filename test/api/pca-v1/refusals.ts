import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { ApiAnswer, ApiClient } from '../client.ts'
import { type BadField, everything, refused, shown, withField } from './support.ts'

/** One request that must be refused: its name, how it is sent, and the code (400 unless `status` says otherwise). */
export interface Refusal {
  readonly what: string
  readonly send: () => Promise<ApiAnswer>
  readonly status?: number
  readonly code: string
  readonly names?: string
}

/** A test for each, and one that sees that none of them changed anything. */
export function refusals(name: string, api: ApiClient, rows: readonly Refusal[]): void {
  suite(`${name}: refused`, () => {
    let before: unknown
    test('(what there is before)', async () => {
      before = await everything(api)
    })
    for (const { what, send, status = 400, code, names } of rows) {
      test(`${what} → ${code}`, async () => refused(await send(), status, code, names))
    }
    test('and nothing changed', async () => assert.deepEqual(await everything(api), before))
  })
}

/** Rows of one field each, of a body that is right otherwise. */
export const fieldRefusals = (
  send: (body: object) => Promise<ApiAnswer>,
  body: object,
  rows: readonly BadField[],
): Refusal[] =>
  rows.map(({ field, value, code, names = field }) => ({
    what: `${field} ${shown(value)}`,
    send: () => send(withField(body, field, value)),
    code,
    names,
  }))

/** Bodies that are no JSON object. */
export const bodyRefusals = (send: (body: string) => Promise<ApiAnswer>): Refusal[] =>
  bodiesThatAreNoObject.map(([what, body]) => ({
    what: `a body that is ${what}`,
    send: () => send(body),
    code: 'PCA.00020001',
  }))

const bodiesThatAreNoObject: readonly (readonly [what: string, body: string])[] = [
  ['absent', ''],
  ['JSON null', 'null'],
  ['a list', '[]'],
  ['a text', '"x"'],
  ['a number', '5'],
  ['broken JSON', '{"type":'],
  ['two values', '{}{}'],
]
