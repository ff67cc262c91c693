import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PushPlace } from '../../src/domain/model/push-place.ts'
import { createPushTargets, type TargetPlace } from '../../src/outbound/targets/push-targets.ts'
import { createTestClock } from '../api/test-clock.ts'
import { accessKey, domainId, projectId, secretKey, startHuaweicloud } from './huaweicloud-peer.ts'
import { certificateId, fingerprintOf, newContent, placeOf, resourceOf } from './push-contents.ts'
import { pushTargetSuite, rejectsWith } from './push-target.suite.ts'
import { told, tried } from './tried.ts'

const account = { id: 'a'.repeat(32), name: 'acme' }

async function openCloud(place: Partial<PushPlace> = {}, changes: Partial<TargetPlace> = {}) {
  const clock = createTestClock()
  const peer = await startHuaweicloud(clock.now())
  const { endpoint, certificates } = peer
  const at: TargetPlace = {
    kind: 'huaweicloud',
    name: 'cloud',
    services: ['ELB', 'WAF', 'CDN'],
    projects: ['*', ''],
    accounts: null,
    probe: null,
    patienceMs: 5_000,
    endpoints: { ELB: endpoint, WAF: endpoint, CDN: endpoint },
    projectIds: { 'cn-north-4': projectId },
    domainId,
    accessKey,
    secretKey,
    certificates: null,
    settlingMs: 60_000,
    ...(changes as object),
  }
  const targets = createPushTargets([at], clock)
  const to = placeOf(place)
  const target = targets.find(account, to.service, to.project) ?? assert.fail('no target')
  const stored = (all: ReadonlyMap<string, Record<string, unknown>>, field: string) =>
    [...all.values()].map((one) => one[field]).filter((pem) => typeof pem === 'string' && pem !== '')
  const served = async () => {
    const [pem] = {
      ELB: () => stored(certificates.elb, 'certificate'),
      WAF: () => stored(certificates.waf, 'content'),
      CDN: () => stored(peer.domains, 'certificate'),
    }[to.service]()
    return typeof pem === 'string' ? fingerprintOf(pem) : null
  }
  return {
    peer,
    target,
    targets,
    place: to,
    clock,
    served,
    changes: () => peer.changes.length,
    close: () => peer.close(),
    [Symbol.asyncDispose]: () => peer.close(),
  }
}

const cdnDomain = 'www.example.test'
const oneDomain = { service: 'CDN', project: '', resource: resourceOf({ domainName: cdnDomain }) } as const
const allDomains = { service: 'CDN', project: '' } as const

pushTargetSuite('ELB of Huawei Cloud', {}, openCloud)
pushTargetSuite('WAF of Huawei Cloud', {}, () => openCloud({ service: 'WAF' }))
pushTargetSuite('CDN of Huawei Cloud', {}, async () => {
  const opened = await openCloud(oneDomain)
  opened.peer.domains.set(cdnDomain, { domain_name: cdnDomain })
  return { ...opened, keepsForEver: true as const }
})

const hostsOf = (certificate: Readonly<Record<string, unknown>> | undefined) =>
  (certificate?.['bind_host'] as unknown[] | undefined)?.length

describe('Huawei Cloud, tried', () => {
  test('lists each service of each project, and changes nothing', async () => {
    await using opened = await openCloud()
    assert.deepEqual(told(await tried(opened.target)), [
      'ELB cn-north-4 fine',
      'WAF cn-north-4 fine',
      'CDN fine',
    ])
    assert.equal(opened.changes(), 0)
  })

  for (const [what, changes, mood, expected] of [
    ['a wrong secret', { secretKey: 'another' }, null, /^ELB cn-north-4: APIG\.0301:/],
    ['no permission', {}, 'denies', /^ELB cn-north-4: X\.0403:No permission$/],
    ['silence', { patienceMs: 300 }, 'hangs', /^ELB cn-north-4: gives no answer within 0\.3 s$/],
    ['a connection that breaks', {}, 'resets', /^ELB cn-north-4: ECONNRESET$/],
  ] as const) {
    test(`${what} is told`, async () => {
      await using opened = await openCloud({}, changes)
      opened.peer.mood = mood
      const [step, ...others] = told(await tried(opened.target))
      assert.match(step ?? '', expected)
      assert.doesNotMatch(step ?? '', /another|never told/)
      assert.equal(others.length, 0)
    })
  }
})

describe('ELB of Huawei Cloud', () => {
  test('is told names, chain, key and whose certificate it is', async () => {
    await using opened = await openCloud()
    const content = await newContent(['www.example.test', '192.0.2.1'].slice(0, 1))
    const { resourceId } = await opened.target.apply(
      opened.place,
      { ...content, domains: ['www.example.test', '192.0.2.1'] },
      'p',
    )
    assert.deepEqual(opened.peer.changes, [
      {
        request: `POST /v3/${projectId}/elb/certificates`,
        body: {
          certificate: {
            certificate: content.certificatePem + content.chainPem,
            private_key: content.privateKeyPem,
            domain: 'www.example.test',
            scm_certificate_id: certificateId,
            name: 'shop',
            type: 'server',
            source: 'scm',
          },
        },
      },
    ])
    assert.ok(opened.peer.certificates.elb.has(resourceId))
  })

  test('has the certificate changed that the tenant names, and no other is made or taken away', async () => {
    const id = 'c'.repeat(32)
    await using opened = await openCloud({ resource: resourceOf({ id }) })
    const { peer, target, place } = opened
    const [former, content] = [await newContent(), await newContent()]
    await rejectsWith('target-refused', target.apply(place, content, 'p'), /does not exist/)
    await target.restore(place, null, 'p')
    peer.certificates.elb.set(id, {
      id,
      name: 'theirs',
      certificate: former.certificatePem,
      private_key: former.privateKeyPem,
    })
    const snapshot = await target.snapshot(place)
    assert.deepEqual(await target.apply(place, content, 'p'), { resourceId: id, resourceName: 'theirs' })
    assert.equal(peer.changes.at(-1)?.request, `PUT /v3/${projectId}/elb/certificates/${id}`)
    assert.equal((await target.look({ ...place, resourceId: id }, content)).isSeen, true)
    await rejectsWith('target-refused', target.remove({ ...place, resourceId: id }))
    await target.restore(place, snapshot, 'p')
    assert.equal(await opened.served(), former.fingerprint)
    assert.equal(peer.certificates.elb.size, 1)
  })

  test('that does not tell keys is put back by what was pushed before, and else says so', async () => {
    await using opened = await openCloud()
    const { peer, target, place } = opened
    peer.echoesKeys = false
    const [former, content] = [await newContent(), await newContent()]
    await target.apply(place, former, 'p1')
    const unknown = await target.snapshot(place)
    const known = await target.snapshot(place, former)
    await target.restore(place, unknown, 'p2')
    await target.apply(place, content, 'p2')
    await rejectsWith('target-refused', target.restore(place, unknown, 'p2'), /tells no private keys/)
    assert.equal(await opened.served(), content.fingerprint)
    await target.restore(place, known, 'p2')
    assert.equal(await opened.served(), former.fingerprint)
    assert.ok(!JSON.stringify(peer.changes).includes('******'))
  })

  test('keeps what a listener uses', async () => {
    await using opened = await openCloud()
    const { resourceId } = await opened.target.apply(opened.place, await newContent(), 'p')
    const certificate = opened.peer.certificates.elb.get(resourceId) ?? {}
    certificate['used'] = true
    const at = { ...opened.place, resourceId }
    await rejectsWith('target-refused', opened.target.remove(at), /^ELB\.8905:certificate is in use$/)
  })
})

describe('WAF of Huawei Cloud', () => {
  for (const [hostType, field] of [
    ['cloud', 'cloud_host_ids'],
    ['premium', 'premium_host_ids'],
    [null, 'cloud_host_ids'],
  ] as const) {
    test(`binds a ${hostType ?? 'nameless'} host, and back to what it had`, async () => {
      const resource = resourceOf({ id: 'host-1', hostType, enterpriseProjectId: 'e-1' })
      await using opened = await openCloud({ service: 'WAF', resource })
      const { peer, target, place } = opened
      const theirs = 'a'.repeat(32)
      peer.certificates.waf.set(theirs, { id: theirs, name: 'theirs', bind_host: [{ id: 'host-1' }] })
      const snapshot = await target.snapshot(place)
      const content = await newContent()
      const { resourceId } = await target.apply(place, content, 'p')
      const path = `/v1/${projectId}/waf/certificate`
      assert.deepEqual(
        peer.changes.map(({ request }) => request),
        [
          `POST ${path}?enterprise_project_id=e-1`,
          `POST ${path}/${resourceId}/apply-to-hosts?enterprise_project_id=e-1`,
        ],
      )
      assert.deepEqual(peer.changes[0]?.body, {
        name: `shop-${certificateId}`,
        content: content.certificatePem + content.chainPem,
        key: content.privateKeyPem,
      })
      assert.deepEqual(peer.changes[1]?.body[field], ['host-1'])
      assert.equal((await target.look({ ...place, resourceId }, content)).isSeen, true)
      await target.restore(place, snapshot, 'p')
      assert.deepEqual([...peer.certificates.waf.keys()], [theirs])
      assert.equal(hostsOf(peer.certificates.waf.get(theirs)), 1)
    })
  }

  test('is found behind many others', async () => {
    await using opened = await openCloud({ service: 'WAF' })
    const { peer, target, place } = opened
    for (let number = 0; number < 150; number += 1) {
      const id = String(number).padStart(32, '0')
      peer.certificates.waf.set(id, { id, name: `other-shop-${certificateId}-${number}`, bind_host: [] })
    }
    const first = await target.apply(place, await newContent(), 'p')
    assert.deepEqual(await target.apply(place, await newContent(), 'p'), first)
    assert.match(peer.changes.at(-1)?.request ?? '', /^PUT /)
  })
})

describe('CDN of Huawei Cloud', () => {
  test('has every domain changed in one call that the certificate is for, and waits until they are online', async () => {
    await using opened = await openCloud(allDomains)
    const { peer, target, place } = opened
    const [former, content] = [
      await newContent(),
      await newContent(['www.example.test', '*.shop.example.test']),
    ]
    const own = { certificate: former.certificatePem, cert_name: 'own', https_status: 1 }
    const covered = ['www.example.test', 'a.shop.example.test']
    for (const name of [...covered, 'b.a.shop.example.test', 'shop.example.test']) {
      peer.domains.set(name, { domain_name: name, ...own })
    }
    peer.domains.set('c.shop.example.test', { domain_name: 'c.shop.example.test' })
    peer.configuringTimes = 3
    const { resourceId } = await target.apply(place, content, 'p')
    assert.equal(peer.changes.length, 1)
    assert.deepEqual(peer.changes[0], {
      request: 'PUT /v1.0/cdn/domains/config-https-info',
      body: {
        https: {
          domain_name: covered.join(','),
          https_switch: 1,
          cert_name: `${certificateId}-${content.fingerprint.slice(0, 12)}`,
          certificate: content.certificatePem + content.chainPem,
          private_key: content.privateKeyPem,
          certificate_type: 0,
        },
      },
    })
    assert.equal((await target.look({ ...place, resourceId }, content)).isSeen, true)
    assert.ok(opened.clock.pausedMs >= 6_000)
    // the domains' own certificate can not be put back; a pushed one can
    const snapshot = await target.snapshot(place, content)
    const renewed = await newContent()
    await target.apply(place, renewed, 'p2')
    await target.restore(place, snapshot, 'p2')
    assert.equal(await opened.served(), content.fingerprint)
  })

  test("can not have a domain's own certificate back, and says of which", async () => {
    await using opened = await openCloud(oneDomain)
    const { peer, target, place } = opened
    const former = await newContent()
    peer.domains.set(cdnDomain, {
      domain_name: cdnDomain,
      certificate: former.certificatePem,
      cert_name: 'own',
    })
    const snapshot = await target.snapshot(place)
    await target.restore(place, snapshot, 'p')
    await target.apply(place, await newContent(), 'p')
    await rejectsWith(
      'target-refused',
      target.restore(place, snapshot, 'p'),
      /tells no private keys.*: www\.example\.test$/,
    )
  })

  test('that says 200 and not success has refused', async () => {
    await using opened = await openCloud(allDomains)
    const { peer, target, place } = opened
    const former = await newContent()
    const own = { certificate: former.certificatePem, cert_name: 'own' }
    peer.domains.set('www.example.test', { domain_name: 'www.example.test', ...own, locked: true })
    peer.domains.set('a.shop.example.test', { domain_name: 'a.shop.example.test', ...own })
    await rejectsWith(
      'target-refused',
      target.apply(place, await newContent(), 'p'),
      /^www\.example\.test: domain is locked$/,
    )
  })

  test('refuses what is for none of its domains, and domains that it does not know', async () => {
    await using opened = await openCloud(allDomains)
    await rejectsWith(
      'target-refused',
      opened.target.apply(opened.place, await newContent(), 'p'),
      /no domain/,
    )
    await using other = await openCloud(oneDomain)
    await rejectsWith(
      'target-refused',
      other.target.apply(other.place, await newContent(), 'p'),
      /^CDN\.0170:domain unknown$/,
    )
  })

  test('is not waited for without end', async () => {
    await using opened = await openCloud(oneDomain)
    const { peer, target, place } = opened
    peer.domains.set(cdnDomain, { domain_name: cdnDomain })
    peer.configuringTimes = 1_000
    const content = await newContent()
    const { resourceId } = await target.apply(place, content, 'p')
    const sight = await target.look({ ...place, resourceId }, content)
    assert.ok(!sight.isSeen)
    assert.match(sight.reason, /still configuring after 60 s/)
  })
})

describe('a service of Huawei Cloud that', () => {
  for (const service of ['ELB', 'WAF', 'CDN'] as const) {
    const place = service === 'CDN' ? oneDomain : { service }
    for (const [mood, code, reason] of [
      ['hangs', 'target-unreachable', /within 0\.3 s/],
      ['resets', 'target-unreachable', /ECONNRESET/],
      ['fails', 'target-refused', /^X\.0500:Failed with/],
      ['denies', 'target-denied', /^X\.0403:No permission$/],
    ] as const) {
      test(`${mood} is told as such: ${service}`, async () => {
        await using opened = await openCloud(place, { patienceMs: 300 })
        opened.peer.domains.set(cdnDomain, { domain_name: cdnDomain })
        const content = await newContent()
        opened.peer.mood = mood
        await rejectsWith(code, opened.target.apply(opened.place, content, 'p'), reason)
        const sight = await opened.target.look({ ...opened.place, resourceId: 'a' }, content)
        assert.equal(sight.isSeen, false)
        opened.peer.mood = null
        assert.equal(await opened.served(), null)
      })
    }

    test(`lies is not believed: ${service}`, async () => {
      await using opened = await openCloud(place)
      const { peer, target, place: to } = opened
      peer.domains.set(cdnDomain, { domain_name: cdnDomain })
      const [former, content] = [await newContent(), await newContent()]
      const { resourceId } = await target.apply(to, former, 'p1')
      const at = { ...to, resourceId }
      const snapshot = await target.snapshot(at, former)
      peer.mood = 'lies'
      await target.apply(at, content, 'p2')
      assert.equal((await target.look(at, content)).isSeen, false)
      await target.restore(at, snapshot, 'p2')
      assert.equal(await opened.served(), former.fingerprint)
    })
  }

  test('gets another signature than ours denies us', async () => {
    await using opened = await openCloud({}, { secretKey: 'another' } as Partial<TargetPlace>)
    await rejectsWith(
      'target-denied',
      opened.target.apply(opened.place, await newContent(), 'p'),
      /^APIG\.0301:/,
    )
  })

  test('is only where the settings have its endpoint and project', async () => {
    await using opened = await openCloud()
    const { targets } = opened
    assert.equal(targets.find(account, 'ELB', 'cn-north-9'), undefined)
    assert.equal(targets.find(account, 'WAF', ''), undefined)
    assert.equal(targets.knowsProject(account, 'cn-north-4'), true)
    assert.equal(targets.knowsProject(account, 'cn-north-9'), false)
  })
})
