import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { builtInAccountId } from '../../../src/domain/operations/built-in-issuer/built-in-call.ts'
import { readCheck } from '../health/support.ts'
import { collect, eventually, tokenFile } from '../metrics/watched.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { authorities, certificates, issueBody, rootBody } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { startScene } from './order-scene.ts'
import { exported, show } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-built-in-'))
const { server, api, base, world, issue } = await startScene({ 'metrics-token-file': tokenFile(folder) })
rmSync(folder, { recursive: true })
const { ca_id: ownRoot } = ok(await api('POST', authorities, rootBody('Own')))
const before = await everything()
const id = await issue({}, { domain: 'first.test' })
const stored = await world.database.read(builtInAccountId, async (stores) => ({
  page: await stores.authorities.list(
    {},
    { sortKey: 'create_time', direction: 'ascending', limit: 10, offset: 0 },
    world.clock.now(),
  ),
  ordered: await stores.hostedCertificates.find(id),
}))

/** What a tenant, who is the installation's administrator, too, can list and count. */
async function everything(): Promise<unknown> {
  const paths = [
    `${authorities}?limit=1000`,
    `${authorities}/quotas`,
    `${certificates}?limit=1000`,
    `${certificates}/quotas`,
    '/v3/domains',
    '/v3/auth/domains',
    '/v3/users',
    '/v3/projects',
  ]
  const seen: unknown[] = []
  for (const path of paths) seen.push(ok(await api('GET', path)))
  return seen
}

suite("the built-in issuer's own account", () => {
  test('has one root and one intermediate for the brand; a second certificate makes none', async () => {
    const names = stored.page.items.map(({ subject }) => subject.commonName)
    assert.deepEqual(names, ['Chancery Root CA', 'Chancery GEOTRUST CA'])
    await issue({}, { domain: 'second.test' })
    const { total } = await world.database.read(builtInAccountId, (stores) =>
      stores.authorities.list(
        {},
        { sortKey: 'create_time', direction: 'ascending', limit: 10, offset: 0 },
        world.clock.now(),
      ),
    )
    assert.equal(total, 2)
    assert.equal(stored.ordered, undefined, "a tenant's certificate is not its")
  })

  test('is in no list, no quota and no count of anybody', async () => {
    assert.deepEqual(await everything(), before)
  })

  test('its CAs and certificates answer as unknown ones', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000'
    for (const { id: caId } of stored.page.items) {
      for (const [method, path, body] of [
        ['GET', '', undefined],
        ['POST', '/export', undefined],
        ['POST', '/disable', undefined],
        ['DELETE', '?pending_days=7', undefined],
        ['POST', '/revoke', {}],
        ['GET', '/tags', undefined],
      ] as const) {
        const [named, none] = [
          await api(method, `${authorities}/${caId}${path}`, body),
          await api(method, `${authorities}/${unknown}${path}`, body),
        ]
        assert.equal(named.status, 404)
        assert.deepEqual(named.bytes, none.bytes, `${method} ${path}`)
      }
      refused(await api('POST', certificates, issueBody(caId)), 404, 'PCA.00030103')
    }
    ok(await api('GET', `${authorities}/${ownRoot}`))
  })

  test('its account can not be changed', async () => {
    const answer = await api('PATCH', `/v3/domains/${builtInAccountId}`, { domain: { enabled: false } })
    assert.equal(answer.status, 404)
  })

  test('its root is there for everybody, and the chain leads to it', async () => {
    const response = await fetch(`${base}/pki/builtin-root.crt`)
    assert.equal(response.headers.get('content-type'), 'application/pkix-cert')
    const root = new X509Certificate(new Uint8Array(await response.arrayBuffer()))
    const { certificate, certificate_chain } = await exported(api, id)
    const [leaf, issuer] = [new X509Certificate(certificate), new X509Certificate(certificate_chain)]
    assert.ok(leaf.verify(issuer.publicKey) && issuer.verify(root.publicKey) && root.verify(root.publicKey))
    assert.ok(!certificate_chain.includes(root.toString()), 'the root is not sent')
    assert.equal((await show(api, id)).status, 'ISSUED')
  })

  test('its CAs are told by their names to who looks after the installation', async () => {
    const named = (samples: ReadonlyMap<string, number>) =>
      [...samples.keys()].filter((key) => /^chancery_revocation_list_number.*GEOTRUST/.test(key))
    const [sample = ''] = named(
      await eventually(
        () => collect(server),
        (samples) => named(samples).length > 0,
      ),
    )
    const { id: caId } = stored.page.items[1] ?? assert.fail('no intermediate')
    assert.ok(sample.includes(caId) && sample.includes('ca_name="Chancery GEOTRUST CA"'), sample)
    server.clock.advance(19.95 * 365 * dayMs)
    const { finding } = await readCheck(server, 'authority_lives')
    assert.match(finding, /Chancery GEOTRUST CA of the built-in issuer \(/)
    assert.ok(!finding.includes(caId), finding)
  })
})
