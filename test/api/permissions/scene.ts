import assert from 'node:assert/strict'
import type { HostedState, OrderedCertificate } from '../../../src/domain/model/hosted-certificate.ts'
import { aHostedCertificate, anIssuance, anOrder } from '../../ports/sample-nouns.ts'
import type { ApiAnswer, ApiClient } from '../client.ts'
import { request } from '../pca-v1/requests.ts'
import type { RunningServer } from '../running-server.ts'
import {
  authorities,
  certificates,
  issueBody,
  orderBody,
  pendingBody,
  rootBody,
  subordinateBody,
} from '../samples.ts'
import { make as makeCertificate } from '../scm-v3/certificates.ts'
import { hosted, importBody } from '../scm-v3/support.ts'
import { dayMs } from '../test-clock.ts'
import { csrBody } from './scm-rows.ts'

/** Makes, as the administrator, what requests are about: each call makes another one. */
export interface Scene {
  readonly api: ApiClient
  readonly accountId: string
  readonly otherAccountId: string
  readonly projectId: string
  readonly projectName: string
  readonly root: string
  readonly csr: string
  token(): Promise<string>
  authority(body?: object): Promise<string>
  subordinate(): Promise<string>
  pending(): Promise<string>
  ordered(): Promise<string>
  certificate(): Promise<string>
  hosted(): Promise<string>
  /** Of an order, in this state. */
  bought(state: HostedState, order?: Partial<OrderedCertificate>): Promise<string>
  storedRequest(): Promise<string>
  user(): Promise<string>
  accessKey(): Promise<string>
  group(): Promise<string>
  role(): Promise<string>
  project(): Promise<string>
  enterpriseProject(): Promise<string>
  agency(): Promise<string>
  bucket(): Promise<string>
}

export async function createScene(server: RunningServer, otherAccountId: string): Promise<Scene> {
  const { api, credentials } = server
  let made = 0
  const name = (noun: string) => {
    made += 1
    return `${noun}-${made}`
  }
  const make = async (
    method: string,
    path: string,
    body: object,
    pick: (body: ApiAnswer['body']) => string,
  ) => {
    const answer = await api(method, path, body)
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.message}`)
    return pick(answer.body)
  }
  const authority = (body: object = rootBody(name('Root'))) =>
    make('POST', authorities, body, ({ ca_id }) => ca_id)
  const root = await authority()
  const user = () =>
    make(
      'POST',
      '/v3/users',
      { user: { name: name('user'), password: 'Old-passw0rd' } },
      (body) => body.user.id,
    )

  return {
    api,
    accountId: credentials.domain.id,
    otherAccountId,
    projectId: credentials.project.id,
    projectName: credentials.project.name,
    root,
    csr: request(),
    async token() {
      const identity = {
        methods: ['password'],
        password: { user: { id: credentials.user.id, password: credentials.user.password } },
      }
      const answer = await server.as('nobody')('POST', '/v3/auth/tokens', { auth: { identity } })
      return answer.headers.get('x-subject-token') ?? ''
    },
    authority,
    subordinate: () => authority(subordinateBody(root, name('Subordinate'))),
    pending: () => authority(pendingBody(name('Pending'))),
    ordered: () => make('POST', `${authorities}/order`, orderBody(1), ({ ca_ids }) => ca_ids[0]),
    certificate: () => make('POST', certificates, issueBody(root), ({ certificate_id }) => certificate_id),
    hosted: () =>
      make('POST', `${hosted}/import`, importBody(makeCertificate()), ({ certificate_id }) => certificate_id),
    async bought(state, order = {}) {
      const certificate = aHostedCertificate({
        id: `scs${server.world.random.text(13, '0123456789')}`,
        state,
        ordered: anOrder(order),
      })
      const { inHand } = certificate
      const notAfter = server.clock.now() + 30 * dayMs
      await server.world.database.write(credentials.domain.id, async ({ hostedCertificates, issuances }) => {
        await hostedCertificates.add({
          ...certificate,
          inHand: state === 'ISSUED' && inHand ? { ...inHand, notAfter } : null,
        })
        if (state === 'CHECKING_ORG') await issuances.set(anIssuance(certificate.id, { step: 'reviewing' }))
      })
      return certificate.id
    },
    storedRequest: () => make('POST', '/v3/scm/csr', csrBody, ({ id }) => id),
    user,
    accessKey: async () =>
      make(
        'POST',
        '/v3.0/OS-CREDENTIAL/credentials',
        { credential: { user_id: await user() } },
        ({ credential }) => credential.access,
      ),
    group: () => make('POST', '/v3/groups', { group: { name: name('group') } }, (body) => body.group.id),
    role: () => make('POST', '/v3.0/OS-ROLE/roles', roleBody(name('role')), (body) => body.role.id),
    project: () =>
      make('POST', '/v3/projects', { project: { name: name('project') } }, (body) => body.project.id),
    enterpriseProject: () =>
      make('POST', '/v1.0/enterprise-projects', { name: name('ep') }, (body) => body.enterprise_project.id),
    agency: () =>
      make(
        'POST',
        '/v3.0/OS-AGENCY/agencies',
        { agency: { name: name('agency'), trust_domain_id: otherAccountId } },
        (body) => body.agency.id,
      ),
    async bucket() {
      await api('POST', `${authorities}/agencies`)
      const { body } = await api('GET', `${authorities}/obs/buckets`)
      return body.obs_buckets[0].bucket_name
    },
  }
}

export const roleBody = (displayName: string, ...actions: string[]) => ({
  role: {
    display_name: displayName,
    type: 'AA',
    description: 'of a test',
    policy: {
      Version: '1.1',
      Statement: [{ Effect: 'Allow', Action: actions.length > 0 ? actions : ['pca:ca:list'] }],
    },
  },
})
