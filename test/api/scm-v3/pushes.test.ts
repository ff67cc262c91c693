import assert from 'node:assert/strict'
import { after, beforeEach, suite, test } from 'node:test'
import { ecKeys } from '../pca-v1/requests.ts'
import { done, ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { startServer } from '../running-server.ts'
import { createTestClock, dayMs, minuteMs } from '../test-clock.ts'
import { make } from './certificates.ts'
import { createWorker } from './orders.ts'
import { onlyTarget, ScriptedTarget } from './scripted-target.ts'
import { hosted, importBody, importCertificate } from './support.ts'

const target = new ScriptedTarget()
const server = await startServer({}, createTestClock(), { outside: { pushTargets: onlyTarget(target) } })
const worker = createWorker(server)
after(async () => {
  worker.stop()
  await server.close()
})
const { api, clock, credentials } = server
const unknown = 'scs0000000000000'

beforeEach(() => {
  target.calls.length = 0
  target.faults.clear()
  target.liars.clear()
  target.stubborn.clear()
})

const newCertificate = () => importCertificate(api, importBody(make({ keys: ecKeys() })))
const push = (id: string, changes: object = {}) =>
  api('POST', `${hosted}/${id}/push`, { target_project: 'known', target_service: 'ELB', ...changes })
const pushesOf = async (id: string) => ok(await api('GET', `${hosted}/${id}/pushes`)).pushes
const deployedOf = async (id: string, service = 'ALL') => {
  const { results } = ok(
    await api('POST', '/v3/scm/deployed-resources', { certificate_ids: [id], service_names: [service] }),
  )
  return results[0]
}

suite('a push', () => {
  test('is done when the certificate was seen there', async () => {
    const id = await newCertificate()
    done(await push(id))
    assert.deepEqual(target.calls, ['snapshot known', 'apply known', 'look known'])
    const [record] = await pushesOf(id)
    assert.equal(record.status, 'done')
    const deployed = await deployedOf(id)
    assert.equal(deployed.total_num, 1)
    const [elb] = deployed.deployed_resources
    assert.deepEqual(
      [elb.service, elb.resource_num, elb.resource_location, elb.region_resources[0].region_id],
      ['ELB', 1, 'region', 'known'],
    )
  })

  test('of the same certificate once more only looks', async () => {
    const id = await newCertificate()
    done(await push(id))
    target.calls.length = 0
    done(await push(id))
    assert.deepEqual(target.calls, ['look known'])
  })

  test('of what was taken away there meanwhile applies it again', async () => {
    const id = await newCertificate()
    done(await push(id))
    target.served.clear()
    target.calls.length = 0
    done(await push(id))
    assert.deepEqual(target.calls, ['look known', 'snapshot known', 'apply known', 'look known'])
  })

  for (const [fault, code, status] of [
    ['target-refused', 'SCM.0201', 400],
    ['target-denied', 'SCM.0202', 400],
    ['target-unreachable', 'SCM.0203', 400],
  ] as const) {
    test(`that ends in ${fault} is ${code}, puts back what was there, and tells why`, async () => {
      const id = await newCertificate()
      target.faults.set('known', fault)
      const answer = await push(id)
      refused(answer, status, code)
      assert.match(answer.message ?? '', /PEER\.0001: as the test says/)
      assert.deepEqual(target.calls, ['snapshot known', 'apply known', 'restore known'])
      assert.equal((await deployedOf(id)).total_num, 0)
      assert.equal((await pushesOf(id))[0].status, 'failed')
    })
  }

  for (const [service, project, refusedCode, deniedCode, failedCode, failedStatus] of [
    ['CDN', '', 'SCM.0211', 'SCM.0212', 'SCM.0213', 500],
    ['WAF', 'known', 'SCM.0221', 'SCM.0222', 'SCM.0223', 500],
  ] as const) {
    test(`to ${service} has codes of its own`, async () => {
      const id = await newCertificate()
      const body = { target_service: service, target_project: project }
      target.faults.set(project, 'target-refused')
      refused(await push(id, body), 400, refusedCode)
      target.faults.set(project, 'target-denied')
      refused(await push(id, body), 400, deniedCode)
      target.faults.set(project, 'target-unreachable')
      refused(await push(id, body), failedStatus, failedCode)
      target.faults.clear()
      done(await push(id, body))
    })
  }

  test('to a target that lies is rolled back, and the old one is served', async () => {
    const [first, second] = [await newCertificate(), await newCertificate()]
    done(await push(first))
    const before = new Map(target.served)
    target.liars.add('known')
    const answer = await push(second)
    refused(answer, 400, 'SCM.0203')
    assert.match(answer.message ?? '', /is not seen there: another certificate is served/)
    assert.deepEqual(target.served, before)
  })

  test('that can not be put back now is, when that can be done', async () => {
    const id = await newCertificate()
    target.liars.add('known')
    target.stubborn.add('known')
    const answer = await push(id)
    refused(answer, 400, 'SCM.0203')
    assert.match(answer.message ?? '', /yet to be put back$/)
    assert.equal((await pushesOf(id))[0].status, 'restoring')
    await worker.pass(5 * minuteMs)
    assert.equal((await pushesOf(id))[0].status, 'restoring')
    target.stubborn.clear()
    await worker.pass(5 * minuteMs)
    assert.equal((await pushesOf(id))[0].status, 'failed')
  })

  test('is judged before anything is done', async () => {
    const id = await newCertificate()
    refused(await push(id, { target_service: 'FTP' }), 400, 'SCM.0030', 'target_service')
    refused(
      await push(id, { target_service: 'WAF', target_project: 'known-too' }),
      400,
      'SCM.0030',
      'target_service',
    )
    refused(await push(id, { target_project: 'elsewhere' }), 400, 'SCM.0069', 'target_project')
    refused(await push(id, { target_project: '' }), 400, 'SCM.0069', 'target_project')
    refused(await push(id, { target_project: 7 }), 400, 'SCM.0069', 'target_project')
    refused(await push(id, { target_service: undefined }), 400, 'SCM.0030', 'target_service')
    refused(await push('scs1'), 400, 'SCM.0020')
    refused(await push(unknown), 404, 'SCM.0008')
    const strangers = server.as(await server.addAccount('stranger'))
    refused(
      await strangers('POST', `${hosted}/${id}/push`, { target_project: 'known', target_service: 'ELB' }),
      404,
      'SCM.0008',
    )
    assert.deepEqual(target.calls, [])
    assert.deepEqual(await pushesOf(id), [])
  })

  test("goes to a project of the account's own, by its name", async () => {
    done(await push(await newCertificate(), { target_project: credentials.project.name }))
  })

  test('of what has expired is SCM.0010', async () => {
    const id = await importCertificate(api, importBody(make({ keys: ecKeys(), notAfter: '20261121000000Z' })))
    clock.advance(2 * dayMs)
    refused(await push(id), 400, 'SCM.0010')
  })

  test('to CDN takes a permission of CDN, too, and nothing is done without', async () => {
    const subject = await createSubject(server, 'pushes-elsewhere')
    await subject.grant(await createPolicy(server, 'pushes', 'Allow', 'scm:cert:push', 'scm:cert:deploy'))
    const id = await newCertificate()
    const cdn = { target_service: 'CDN', target_project: '' }
    target.calls.length = 0
    refused(await subject.api('POST', `${hosted}/${id}/push`, cdn), 400, 'SCM.0212')
    const deploy = { service_name: 'cdn', resources: [{ domain_name: 'www.example.test' }] }
    const { failure_list } = ok(await subject.api('POST', `${hosted}/${id}/deploy`, deploy))
    assert.match(failure_list[0].failure_info, /^SCM\.0212: .*cdn:configuration:queryHttpsConf/)
    assert.deepEqual([target.calls, await pushesOf(id)], [[], []])
    done(
      await subject.api('POST', `${hosted}/${id}/push`, { target_service: 'ELB', target_project: 'known' }),
    )
    const asks = await createPolicy(server, 'asks-cdn', 'Allow', 'cdn:configuration:queryHttpsConf')
    await subject.grant(asks)
    done(await subject.api('POST', `${hosted}/${id}/push`, cdn))
  })

  test('is in the audit trail with who asked, and with how it ended', async () => {
    const id = await newCertificate()
    done(await push(id))
    const { records } = ok(await api('GET', `/v1/audit/records?object_id=${id}&limit=100`))
    const told = records.filter(({ operation }: { operation: string }) => /[pP]ush/.test(operation))
    assert.deepEqual(
      told.map(({ operation, user_id }: { operation: string; user_id: string | null }) => [
        operation,
        user_id,
      ]),
      [
        ['endPush', null],
        ['pushCertificate', credentials.user.id],
      ],
    )
  })

  test('takes the permission', async () => {
    const subject = await createSubject(server, 'pushes-nothing')
    const answer = await subject.api('POST', `${hosted}/${await newCertificate()}/push`, {
      target_project: 'known',
      target_service: 'ELB',
    })
    refused(answer, 401, 'SCM.4002')
  })
})

suite('a push to several projects', () => {
  const batch = (id: string, body: object) => api('POST', `${hosted}/${id}/batch-push`, body)

  test('fails for each by itself', async () => {
    const id = await newCertificate()
    target.faults.set('known-b', 'target-denied')
    const { results } = ok(
      await batch(id, { target_projects: ['known-a', 'known-b', 'nowhere'], target_service: 'elb' }),
    )
    const [first, second, third] = results
    assert.deepEqual([first.project_name, first.message], ['known-a', 'success'])
    assert.match(first.cert_id, /^[0-9]{32}$/)
    assert.deepEqual([second.project_name, second.cert_id], ['known-b', ''])
    assert.match(second.message, /^SCM\.0202: .*PEER\.0001/)
    assert.match(third.message, /^SCM\.0069: /)
  })

  test('takes 1 to 10 projects', async () => {
    const id = await newCertificate()
    refused(
      await batch(id, { target_projects: [], target_service: 'ELB' }),
      400,
      'SCM.0005',
      'target_projects',
    )
    refused(
      await batch(id, { target_projects: Array(11).fill('known'), target_service: 'ELB' }),
      400,
      'SCM.0005',
      'target_projects',
    )
    refused(await batch(unknown, { target_projects: ['known'], target_service: 'ELB' }), 404, 'SCM.0008')
  })
})

suite('deploying to resources', () => {
  const deploy = (id: string, body: object) => api('POST', `${hosted}/${id}/deploy`, body)

  test('answers with those that do not have it', async () => {
    const id = await newCertificate()
    const resources = [{ id: 'a'.repeat(32) }, { id: 'b'.repeat(32) }]
    const all = ok(await deploy(id, { service_name: 'ELB', project_name: 'known', resources }))
    assert.deepEqual(all.failure_list, [])
    assert.equal((await deployedOf(id, 'ELB')).total_num, 2)
    target.faults.set('known-c', 'target-refused')
    const { failure_list } = ok(
      await deploy(id, { service_name: 'ELB', project_name: 'known-c', resources: [resources[0]] }),
    )
    assert.equal(failure_list[0].resource.id, 'a'.repeat(32))
    assert.match(failure_list[0].failure_info, /^SCM\.0201: /)
  })

  test('takes 1 to 20 of them', async () => {
    const id = await newCertificate()
    refused(await deploy(id, { service_name: 'ELB', resources: [] }), 400, 'SCM.0005', 'resources')
    refused(
      await deploy(id, { service_name: 'ELB', resources: Array(21).fill({ id: 'x' }) }),
      400,
      'SCM.0005',
      'resources',
    )
  })
})

suite('what is deployed', () => {
  test('is listed for each service that was asked for, and unknown certificates are unknown', async () => {
    const id = await newCertificate()
    done(await push(id))
    done(await push(id, { target_service: 'CDN', target_project: '' }))
    const all = await deployedOf(id)
    assert.equal(all.total_num, 2)
    const [, , cdn] = all.deployed_resources
    assert.deepEqual(
      [cdn.service, cdn.resource_location, cdn.region_resources[0].region_id],
      ['CDN', 'global', 'global'],
    )
    assert.equal((await deployedOf(id, 'WAF')).total_num, 0)
    const ask = (body: object) => api('POST', '/v3/scm/deployed-resources', body)
    refused(await ask({ certificate_ids: [unknown], service_names: ['ALL'] }), 404, 'SCM.0008')
    refused(await ask({ certificate_ids: [], service_names: ['ALL'] }), 400, 'SCM.0005', 'certificate_ids')
    refused(await ask({ certificate_ids: [id], service_names: ['FTP'] }), 400, 'SCM.0030')
  })

  test('is shown as ELB shows it, without its key, and taken away there', async () => {
    const id = await newCertificate()
    done(await push(id))
    const { resource_id } = (await deployedOf(id)).deployed_resources[0].region_resources[0].resources[0]
    const elb = `/v3/${credentials.project.id}/elb/certificates/${resource_id}`
    const { certificate } = ok(await api('GET', elb))
    assert.equal(certificate.id, resource_id)
    assert.equal(certificate.scm_certificate_id, id)
    assert.equal(certificate.private_key, '******')
    assert.match(certificate.certificate, /^-----BEGIN CERTIFICATE/)
    target.faults.set('known', 'target-refused')
    refused(await api('DELETE', elb), 400, 'SCM.0201')
    target.faults.clear()
    done(await api('DELETE', elb))
    refused(await api('GET', elb), 404, 'SCM.0008')
    assert.equal((await deployedOf(id)).total_num, 0)
  })

  test("is nobody else's to see", async () => {
    const id = await newCertificate()
    done(await push(id, { target_service: 'WAF' }))
    const { resource_id } = (await deployedOf(id, 'WAF')).deployed_resources[0].region_resources[0]
      .resources[0]
    const waf = `/v1/${credentials.project.id}/waf/certificate/${resource_id}`
    assert.equal(ok(await api('GET', waf)).id, resource_id)
    const strangers = server.as(await server.addAccount('another-stranger'))
    refused(await strangers('GET', waf), 404, 'SCM.0008')
    refused(await strangers('DELETE', waf), 404, 'SCM.0008')
    done(await api('DELETE', waf))
  })

  test('outlives the certificate, whose key is then nowhere', async () => {
    const id = await newCertificate()
    done(await push(id))
    const { resource_id } = (await deployedOf(id)).deployed_resources[0].region_resources[0].resources[0]
    done(await api('DELETE', `${hosted}/${id}`))
    const elb = `/v3/${credentials.project.id}/elb/certificates/${resource_id}`
    assert.equal(ok(await api('GET', elb)).certificate.scm_certificate_id, id)
    const place = { service: 'ELB', project: 'known', resource: null } as const
    const kept = await server.world.database.read(credentials.domain.id, ({ pushes }) =>
      pushes.findDeployedContent(id, place),
    )
    assert.equal(kept, undefined)
  })
})
