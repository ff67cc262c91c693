import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type PostgresServer, startPostgres } from '../../ports/embedded-postgres.ts'
import type { ApiAnswer, ApiClient } from '../client.ts'
import { type RunningServer, startServer } from '../running-server.ts'
import { type SecondNode, startSecondNode } from '../second-node.ts'
import { addEnterpriseProject, addGroup, addRole, addUser, made, refusedByIam } from './support.ts'

/** Often enough that one of them meets the other between its look and its write. */
const rounds = 6
const eachRound = Array.from({ length: rounds }, (_, round) => round)

const policy = { Version: '1.1', Statement: [{ Effect: 'Allow', Action: ['pca:ca:list'] }] }

suite('two nodes that change who there is at once', () => {
  let postgres: PostgresServer
  let first: RunningServer
  let second: SecondNode
  let accountId: string
  let trustedId: string
  before(async () => {
    postgres = await startPostgres()
    const url = await postgres.createDatabase()
    first = await startServer({ 'database-url': url })
    second = await startSecondNode(first, url)
    accountId = first.credentials.domain.id
    trustedId = made(await first.api('POST', '/v3/domains', { domain: { name: 'trusted' } })).domain.id
  })
  after(async () => {
    await second.close()
    await first.close()
    await postgres.stop()
  })

  const onBoth = (ask: (api: ApiClient, node: number) => Promise<ApiAnswer>) =>
    Promise.all([first.api, second.api].map(ask))

  const creations: Readonly<Record<string, (api: ApiClient, name: string) => Promise<ApiAnswer>>> = {
    user: (api, name) => api('POST', '/v3/users', { user: { name } }),
    group: (api, name) => api('POST', '/v3/groups', { group: { name } }),
    policy: (api, name) =>
      api('POST', '/v3.0/OS-ROLE/roles', { role: { display_name: name, type: 'AX', policy } }),
    project: (api, name) => api('POST', '/v3/projects', { project: { name } }),
    'enterprise project': (api, name) => api('POST', '/v1.0/enterprise-projects', { name }),
    agency: (api, name) =>
      api('POST', '/v3.0/OS-AGENCY/agencies', { agency: { name, trust_domain_id: trustedId } }),
    account: (api, name) => api('POST', '/v3/domains', { domain: { name } }),
  }

  for (const [noun, create] of Object.entries(creations)) {
    test(`one name is one ${noun}`, async () => {
      for (const round of eachRound) {
        const answers = await onBoth((api) => create(api, `same-${round}`))
        assert.deepEqual(
          answers.map(({ status }) => status).sort((left, right) => left - right),
          [201, 409],
          JSON.stringify(answers),
        )
        const loser = answers.find(({ status }) => status === 409)
        assert.ok(loser)
        refusedByIam(loser, 409, new RegExp(`another ${noun} of this name`))
      }
    })
  }

  test('a name that two take for theirs is one’s', async () => {
    const groups = [await addGroup(first.api, 'left'), await addGroup(first.api, 'right')]
    for (const round of eachRound) {
      const rename = (api: ApiClient, node: number) =>
        api('PATCH', `/v3/groups/${groups[node].id}`, { group: { name: `renamed-${round}` } })
      const answers = await onBoth(rename)
      assert.deepEqual(
        answers.map(({ status }) => status).sort((left, right) => left - right),
        [200, 409],
        JSON.stringify(answers),
      )
    }
  })

  test('what is given to somebody who is deleted meanwhile is refused, or goes with it', async () => {
    const role = await addRole(first.api, 'anything', { Effect: 'Allow', Action: ['pca:ca:list'] })
    const project = await addEnterpriseProject(first.api, 'of-many')
    for (const round of eachRound) {
      const [user, group] = [await addUser(first.api, `u${round}`), await addGroup(first.api, `g${round}`)]
      const gifts: [string, string, object?][] = [
        ['PUT', `/v3/domains/${accountId}/groups/${group.id}/roles/${role}`],
        ['PUT', `/v3/groups/${group.id}/users/${user.id}`],
        ['POST', '/v3.0/OS-CREDENTIAL/credentials', { credential: { user_id: user.id } }],
        ['PUT', `/v3.0/OS-PERMISSION/enterprise-projects/${project}/users/${user.id}/roles/${role}`],
        ['POST', '/v3/auth/tokens', tokenBody(user.id)],
      ]
      const [deletedGroup, deletedUser, ...given] = await Promise.all([
        second.api('DELETE', `/v3/groups/${group.id}`),
        second.api('DELETE', `/v3/users/${user.id}`),
        ...gifts.map((gift) => first.api(...gift)),
      ])
      made(deletedGroup)
      made(deletedUser)
      for (const answer of given) {
        assert.ok([201, 204, 401, 404].includes(answer.status), `${answer.status} ${answer.message}`)
      }
    }
    const { role_assignments } = made(await first.api('GET', '/v3.0/OS-PERMISSION/role-assignments'))
    assert.deepEqual(role_assignments, [])
    made(await first.api('DELETE', `/v3.0/OS-ROLE/roles/${role}`))
  })

  test('a policy that is granted and deleted at once is one or the other', async () => {
    const group = await addGroup(first.api, 'holders')
    for (const round of eachRound) {
      const role = await addRole(first.api, `brief ${round}`, { Effect: 'Allow', Action: ['pca:ca:list'] })
      const [granted, deleted] = await Promise.all([
        first.api('PUT', `/v3/domains/${accountId}/groups/${group.id}/roles/${role}`),
        second.api('DELETE', `/v3.0/OS-ROLE/roles/${role}`),
      ])
      const outcome = [granted.status, deleted.status].join()
      assert.ok(['204,403', '404,204'].includes(outcome), outcome)
    }
  })
})

const tokenBody = (id: string) => ({
  auth: { identity: { methods: ['password'], password: { user: { id, password: 'Str0ng-passw0rd' } } } },
})
