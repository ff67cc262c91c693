import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiAnswer, type ApiClient, type RunningServer, startServer } from '../running-server.ts'
import { createTestClock, type TestClock } from '../test-clock.ts'

/** The product with rules for identity services, in a file as an administrator writes it. */
export async function startWithRules(
  rules: object,
  { clock = createTestClock(), ...settings }: { clock?: TestClock; 'data-dir'?: string } = {},
): Promise<RunningServer> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-rules-'))
  const file = join(folder, 'external-identity.json')
  writeFileSync(file, JSON.stringify(rules), { mode: 0o600 })
  const all = { 'external-identity-file': file, ...settings }
  try {
    return await startServer(all, clock)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A group of the caller's account with a role on the account, as an administrator gives it. */
export async function addGroup(api: ApiClient, name: string, roleName: string): Promise<string> {
  const created = await api('POST', '/v3/groups', { group: { name } })
  assert.equal(created.status, 201, created.bytes.toString())
  const { id, domain_id: domainId } = created.body.group
  const roleId = await findRole(api, roleName)
  const granted = await api('PUT', `/v3/domains/${domainId}/groups/${id}/roles/${roleId}`)
  assert.equal(granted.status, 204, granted.bytes.toString())
  return id
}

export async function findRole(api: ApiClient, displayName: string): Promise<string> {
  const { body } = await api('GET', `/v3/roles?display_name=${encodeURIComponent(displayName)}`)
  const role = body.roles.find((one: { display_name: string }) => one.display_name === displayName)
  assert.ok(role, `there is no role ${displayName}`)
  return role.id
}

export function assertUnknown(answer: ApiAnswer): void {
  assert.equal(answer.status, 401, answer.bytes.toString())
  assert.match(answer.code ?? '', /^(PCA\.00010001|IAM\.0401)$/)
  assert.equal(answer.headers.get('x-subject-token'), null)
}
