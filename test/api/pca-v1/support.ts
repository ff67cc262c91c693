import assert from 'node:assert/strict'
import type { ApiAnswer, ApiClient } from '../client.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody, subordinateBody } from '../samples.ts'
import { type Inspected, inspect } from './inspect.ts'

/** The body of a success. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
export function ok(answer: ApiAnswer): any {
  assert.equal(answer.status, 200, `${answer.code} ${answer.message}`)
  return answer.body
}

export function done(answer: ApiAnswer): void {
  assert.equal(answer.status, 204, `${answer.code} ${answer.message}`)
  assert.equal(answer.bytes.length, 0)
}

/** Exactly this refusal, in the vendor's form; `parameter`, or a field in it, must be named after the sentence (api-answers B). */
export function refused(answer: ApiAnswer, status: number, code: string, parameter?: string): void {
  const got = `${answer.status} ${answer.code} ${answer.message ?? answer.bytes.toString().slice(0, 200)}`
  assert.equal(`${answer.status} ${answer.code}`, `${status} ${code}`, got)
  assert.deepEqual(Object.keys(answer.body).sort(), ['error_code', 'error_msg'])
  assert.ok(answer.message !== undefined && answer.message.length > 0 && answer.message.length <= 1024)
  if (parameter !== undefined) {
    const isNamed = [' ', '.', '['].some((end) => answer.message?.includes(`: ${parameter}${end}`))
    assert.ok(isNamed || answer.message.endsWith(`: ${parameter}`), `${parameter} is not named in: ${got}`)
  }
}

export const forbidden = (answer: ApiAnswer) => refused(answer, 403, 'PCA.00030201')

/** Everything that the account can see of its CAs and certificates, and of their tags. */
export function everything(api: ApiClient): Promise<unknown> {
  const lists = [`${authorities}?limit=1000`, `${certificates}?limit=1000`]
  const more = [authorities, certificates].flatMap((root) => [`${root}/quotas`, `${root}/tags`])
  return Promise.all([...lists, ...more].map(async (path) => ok(await api('GET', path))))
}

/** Runs what must be refused, and sees that it changed nothing that can be seen. */
export async function unchanged(api: ApiClient, work: () => Promise<void>): Promise<void> {
  const before = await everything(api)
  await work()
  assert.deepEqual(await everything(api), before, 'a refusal changed something')
}

/** The body with one field set; `undefined` takes it away. The path is dotted. */
export function withField(body: object, path: string, value: unknown): object {
  const copy = structuredClone(body) as Record<string, unknown>
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let at = copy
  for (const step of steps) {
    at[step] ??= {}
    at = at[step] as Record<string, unknown>
  }
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy
}

/** A value as the name of a test shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'absent'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text
}

/** One wrong value of one field. */
export interface BadField {
  readonly field: string
  readonly value: unknown
  readonly code: string
  /** What the message must name; the field itself if absent. */
  readonly names?: string
}

/** Rows for one field and code. */
export const bad = (field: string, code: string, values: readonly unknown[], names?: string): BadField[] =>
  values.map((value) => ({ field, value, code, ...(names !== undefined && { names }) }))

export const createAuthority = async (server: RunningServer, body: object): Promise<string> =>
  ok(await server.api('POST', authorities, body)).ca_id

export const createRoot = (server: RunningServer, changes: object = {}, name?: string): Promise<string> =>
  createAuthority(server, { ...rootBody(name), ...changes })

export const createSubordinate = (
  server: RunningServer,
  issuerId: string,
  changes: object = {},
  name?: string,
): Promise<string> => createAuthority(server, { ...subordinateBody(issuerId, name), ...changes })

export const issue = async (server: RunningServer, issuerId: string, changes: object = {}): Promise<string> =>
  ok(await server.api('POST', certificates, { ...issueBody(issuerId), ...changes })).certificate_id

export const showAuthority = async (server: RunningServer, id: string) =>
  ok(await server.api('GET', `${authorities}/${id}`))

export const showCertificate = async (server: RunningServer, id: string) =>
  ok(await server.api('GET', `${certificates}/${id}`))

export const exportBody = { type: 'OTHER', is_compressed: 'false' }

/** The certificate itself, through the API. */
export const certificateOf = async (server: RunningServer, id: string): Promise<Inspected> =>
  inspect(ok(await server.api('POST', `${certificates}/${id}/export`, exportBody)).certificate)

export const authorityCertificateOf = async (server: RunningServer, id: string): Promise<Inspected> =>
  inspect(ok(await server.api('POST', `${authorities}/${id}/export`)).certificate)

/** Issues and looks at what came out. */
export const issued = async (server: RunningServer, issuerId: string, changes: object = {}) =>
  certificateOf(server, await issue(server, issuerId, changes))

export const quotaUsed = async (api: ApiClient, path: string): Promise<number> =>
  ok(await api('GET', `${path}/quotas`)).quotas.resources[0].used
