import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Connection, tryConnection } from '../../../src/contract/connections-v1/connections.ts'
import type { AnswerOf, Static } from '../../../src/contract/operation.ts'
import type { ApiAnswer, ApiClient } from '../running-server.ts'

export type Tried = AnswerOf<typeof tryConnection>

/** Files that settings name, which nobody else can read. */
export function settingFiles(): (name: string, content: string | object) => string {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-settings-'))
  after(() => rmSync(folder, { recursive: true }))
  return (name, content) => {
    const path = join(folder, name)
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 })
    return path
  }
}

export async function listed(api: ApiClient): Promise<readonly Static<typeof Connection>[]> {
  const answer = await api('GET', '/v1/connections')
  assert.equal(answer.status, 200, answer.message ?? '')
  return answer.body.connections
}

export const send = (api: ApiClient, id: string, body?: unknown): Promise<ApiAnswer> =>
  api('POST', `/v1/connections/${encodeURIComponent(id)}/try`, body)

export async function tried(api: ApiClient, id: string, body?: object): Promise<Tried> {
  const answer = await send(api, id, body)
  assert.equal(answer.status, 200, answer.message ?? '')
  const found = answer.body as Tried
  assert.equal(
    found.is_fine,
    found.steps.every(({ is_fine }) => is_fine),
  )
  for (const { is_fine, advice } of found.steps) assert.equal(is_fine, advice === null)
  return found
}

/** `name fine` or `name: why not`, of each step. */
export const told = ({ steps }: Tried): string[] =>
  steps.map(({ name, is_fine, finding }) => (is_fine ? `${name} fine` : `${name}: ${finding}`))
