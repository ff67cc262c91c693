import type { ApiClient } from '../api/client.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  rootBody,
  subordinateBody,
} from '../api/samples.ts'
import { application, company, purchase } from '../api/scm-v3/orders.ts'
import { applyAsCompany } from './review-example.ts'
import { until } from './until.ts'

/** An account as one may be after a while: what pages are looked at with. */
export interface Example {
  readonly rootId: string
  readonly issuerId: string
  readonly pendingId: string
  readonly certificateId: string
  readonly hostedId: string
  /** Bought only. */
  readonly paidId: string
  /** Waits for a record in the zone. */
  readonly provingId: string
  /** Issued for an order, and pushed. */
  readonly orderedId: string
  readonly requestId: string
  readonly userId: string
  readonly groupId: string
  readonly policyId: string
  readonly reviewId: string
}

const hosts = ['www', 'api', 'shop', 'mail', 'git', 'ci', 'vpn', 'ldap', 'db-01', 'db-02', 'kafka', 'grafana']

const askerOf = (api: ApiClient) => async (method: string, path: string, body?: unknown) => {
  const answer = await api(method, path, body)
  if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${answer.bytes.toString()}`)
  return answer.body
}

export async function makeExample(api: ApiClient): Promise<Example> {
  const asked = askerOf(api)
  await asked('POST', `${authorities}/agencies`)
  const { obs_buckets } = await asked('GET', `${authorities}/obs/buckets`)
  const crl_configuration = { enabled: true, obs_bucket_name: obs_buckets[0].bucket_name, valid_days: 7 }
  const create = async (body: object): Promise<string> => (await asked('POST', authorities, body)).ca_id

  const rootId = await create({ ...rootBody('Acme Root CA'), crl_configuration })
  const issuerId = await create({ ...subordinateBody(rootId, 'Acme Server CA'), crl_configuration })
  const devicesId = await create({
    ...subordinateBody(rootId, 'Acme Device CA'),
    validity: { type: 'YEAR', value: 2 },
  })
  const staffId = await create({
    ...subordinateBody(rootId, 'Acme Staff CA'),
    validity: { type: 'DAY', value: 40 },
  })
  await create(rootBody('Laboratory Root'))
  const retiredId = await create(subordinateBody(rootId, 'Acme Legacy CA'))
  await asked('POST', `${authorities}/${retiredId}/disable`)
  await asked('POST', `${authorities}/${staffId}/revoke`, { reason: 'SUPERSEDED' })
  const pendingId = await create(pendingBody('Acme Partner CA'))
  const activatedId = await create(pendingBody('Acme Mail CA'))
  await asked('POST', `${authorities}/${activatedId}/activate`, activateBody(rootId))

  const issue = async (name: string, issuer: string, days: number): Promise<string> =>
    (
      await asked('POST', certificates, {
        ...issueBody(issuer, name),
        validity: { type: 'DAY', value: days },
      })
    ).certificate_id
  const issued: string[] = []
  for (const [place, host] of hosts.entries()) {
    issued.push(await issue(`${host}.acme.example`, issuerId, 5 + place * 7))
    await issue(`sensor-${place}.plant.acme.example`, devicesId, 20 + place * 31)
  }
  const [certificateId = '', , revokedId = ''] = issued
  await asked('POST', `${certificates}/${revokedId}/revoke`, { reason: 'KEY_COMPROMISE' })
  await asked('POST', `${certificates}/${certificateId}/tags/create`, {
    tags: [
      { key: 'team', value: 'platform' },
      { key: 'stage', value: 'production' },
    ],
  })

  const exported = await asked('POST', `${certificates}/${certificateId}/export`, {
    type: 'OTHER',
    is_compressed: false,
  })
  const { certificate_id: hostedId } = await asked('POST', '/v3/scm/certificates/import', {
    name: 'www-acme-example',
    certificate: exported.certificate,
    certificate_chain: exported.certificate_chain,
    private_key: exported.private_key,
  })
  const orders = await makeOrders(asked)
  const { id: requestId } = await asked('POST', '/v3/scm/csr', {
    name: 'shop-2027',
    domain_name: 'shop.acme.example',
    sans: 'www.shop.acme.example',
    private_key_algo: 'EC_P256',
    usage: 'PERSONAL',
  })
  const { user } = await asked('POST', '/v3.0/OS-USER/users', {
    user: {
      name: 'li.wei',
      password: 'Correct-Horse-7',
      email: 'li.wei@acme.example',
      description: 'On call',
    },
  })
  const { group } = await asked('POST', '/v3/groups', {
    group: { name: 'operators', description: 'Run the PKI' },
  })
  await asked('PUT', `/v3/groups/${group.id}/users/${user.id}`)
  const { role } = await asked('POST', '/v3.0/OS-ROLE/roles', {
    role: {
      display_name: 'issue-servers',
      type: 'AX',
      description: 'Issues and sees, revokes nothing',
      policy: {
        Version: '1.1',
        Statement: [
          { Effect: 'Allow', Action: ['pca:ca:get', 'pca:ca:list', 'pca:ca:issueCert', 'pca:cert:*'] },
        ],
      },
    },
  })
  const { domain_id } = group
  await asked('PUT', `/v3/domains/${domain_id}/groups/${group.id}/roles/${role.id}`)
  return {
    rootId,
    issuerId,
    pendingId,
    certificateId,
    hostedId,
    ...orders,
    requestId,
    userId: user.id,
    groupId: group.id,
    policyId: role.id,
    reviewId: await applyAsCompany(api, 'pay.managed.test'),
  }
}

const hosted = '/v3/scm/certificates'

/** What was bought, as far as it goes without anybody's work: names below managed.test are proven by the product. */
async function makeOrders(
  asked: ReturnType<typeof askerOf>,
): Promise<Pick<Example, 'paidId' | 'provingId' | 'orderedId'>> {
  const buy = async (changes: object = {}): Promise<string> =>
    (await asked('POST', `${hosted}/buy`, purchase(changes))).cert[0].cert_id
  const [paidId, provingId, orderedId] = [
    await buy({ cert_type: 'OV_SSL_CERT', cert_brand: 'GLOBALSIGN' }),
    await buy({ domain_type: 'MULTI_DOMAIN', domain_numbers: 3 }),
    await buy(),
  ]
  await asked(
    'POST',
    `${hosted}/${provingId}/apply`,
    application({ domain: 'shop.acme.example', sans: 'acme.example;pay.acme.example', ...company }),
  )
  await asked(
    'POST',
    `${hosted}/${orderedId}/apply`,
    application({ domain: 'portal.managed.test', auto_dns_auth: true }),
  )
  await until(async () => (await asked('GET', `${hosted}/${orderedId}`)).status === 'ISSUED')
  const push = { target_service: 'ELB', target_project: 'cn-north-4' }
  await asked('POST', `${hosted}/${orderedId}/push`, push)
  return { paidId, provingId, orderedId }
}
