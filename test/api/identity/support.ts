import assert from 'node:assert/strict'
import type { ApiAnswer, ApiClient, Identity } from '../client.ts'
import type { RunningServer } from '../running-server.ts'

export const password = 'Str0ng-passw0rd'

/** The body of a success. */
export function made(answer: ApiAnswer): ApiAnswer['body'] {
  assert.ok(answer.status >= 200 && answer.status < 300, `${answer.status} ${answer.code} ${answer.message}`)
  return answer.body
}

/** A refusal in Keystone's words. */
export function refusedByIam(answer: ApiAnswer, status: number, words?: RegExp): void {
  assert.equal(answer.status, status, `${answer.code} ${answer.message}`)
  assert.equal(answer.body.error.code, status)
  if (words) assert.match(answer.message ?? '', words)
}

export const addUser = async (api: ApiClient, name: string, changes: object = {}) =>
  made(await api('POST', '/v3/users', { user: { name, password, ...changes } })).user

export const addGroup = async (api: ApiClient, name: string) =>
  made(await api('POST', '/v3/groups', { group: { name } })).group

export const addEnterpriseProject = async (api: ApiClient, name: string): Promise<string> =>
  made(await api('POST', '/v1.0/enterprise-projects', { name })).enterprise_project.id

export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource?: unknown
  readonly Condition?: object
}

export const addRole = async (api: ApiClient, name: string, ...Statement: Statement[]): Promise<string> => {
  const policy = { Version: '1.1', Statement }
  return made(await api('POST', '/v3.0/OS-ROLE/roles', { role: { display_name: name, type: 'AA', policy } }))
    .role.id
}

/** An access key of the user, as a client uses it. */
export async function keyOf(api: ApiClient, userId: string): Promise<Identity> {
  const { credential } = made(
    await api('POST', '/v3.0/OS-CREDENTIAL/credentials', { credential: { user_id: userId } }),
  )
  return { accessKey: credential.access, secretKey: credential.secret }
}

export interface Member {
  readonly id: string
  readonly name: string
  readonly groupId: string
  readonly api: ApiClient
}

/** A user in a group of its own that was given these statements on the account. */
export async function addMember(
  server: RunningServer,
  name: string,
  ...statements: Statement[]
): Promise<Member> {
  const { api, credentials } = server
  const user = await addUser(api, name)
  const group = await addGroup(api, `group of ${name}`)
  made(await api('PUT', `/v3/groups/${group.id}/users/${user.id}`))
  if (statements.length > 0) {
    const role = await addRole(api, `role of ${name}`, ...statements)
    made(await api('PUT', `/v3/domains/${credentials.domain.id}/groups/${group.id}/roles/${role}`))
  }
  return { id: user.id, name, groupId: group.id, api: server.as(await keyOf(api, user.id)) }
}

export async function signIn(server: RunningServer, user: object, scope?: object): Promise<ApiAnswer> {
  const identity = { methods: ['password'], password: { user } }
  return server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity, ...(scope && { scope }) } })
}

/** A client with a token of this user. */
export async function signedIn(server: RunningServer, userId: string): Promise<ApiClient> {
  const answer = await signIn(server, { id: userId, password })
  made(answer)
  return server.as({ token: answer.headers.get('x-subject-token') ?? '' })
}
