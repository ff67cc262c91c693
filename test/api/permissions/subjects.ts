import assert from 'node:assert/strict'
import type { ApiClient } from '../client.ts'
import type { RunningServer } from '../running-server.ts'
import { roleBody } from './scene.ts'

/** A user of the first account in a group of its own, to whom roles are given and taken again. */
export interface Subject {
  readonly api: ApiClient
  readonly identity: { readonly accessKey: string; readonly secretKey: string }
  readonly userId: string
  readonly groupId: string
  grant(roleId: string): Promise<void>
  takeBack(roleId: string): Promise<void>
}

const done = async (answer: ReturnType<ApiClient>) => {
  const { status, message, body } = await answer
  assert.ok(status < 300, `${status} ${message}`)
  return body
}

export async function createSubject(server: RunningServer, name: string): Promise<Subject> {
  const { api, credentials } = server
  const { user } = await done(api('POST', '/v3/users', { user: { name, password: 'Subj3ct-passw0rd' } }))
  const { group } = await done(api('POST', '/v3/groups', { group: { name: `${name}s` } }))
  await done(api('PUT', `/v3/groups/${group.id}/users/${user.id}`))
  const { credential } = await done(
    api('POST', '/v3.0/OS-CREDENTIAL/credentials', { credential: { user_id: user.id } }),
  )
  const identity = { accessKey: credential.access, secretKey: credential.secret }
  const path = (roleId: string) => `/v3/domains/${credentials.domain.id}/groups/${group.id}/roles/${roleId}`
  return {
    api: server.as(identity),
    identity,
    userId: user.id,
    groupId: group.id,
    grant: (roleId) => done(api('PUT', path(roleId))),
    takeBack: (roleId) => done(api('DELETE', path(roleId))),
  }
}

/** A policy of the account that does this to the actions. */
export async function createPolicy(
  server: RunningServer,
  name: string,
  effect: 'Allow' | 'Deny',
  ...actions: string[]
): Promise<string> {
  const { role } = roleBody(name)
  const policy = { Version: '1.1', Statement: [{ Effect: effect, Action: actions }] }
  const { role: made } = await done(server.api('POST', '/v3.0/OS-ROLE/roles', { role: { ...role, policy } }))
  return made.id
}

export async function systemRole(server: RunningServer, name: string): Promise<string> {
  const { roles } = await done(server.api('GET', `/v3/roles?name=${name}`))
  assert.equal(roles.length, 1)
  return roles[0].id
}
