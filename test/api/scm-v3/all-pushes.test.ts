import assert from 'node:assert/strict'
import { after, beforeEach, suite, test } from 'node:test'
import { speak } from '../../cli/command-line.ts'
import type { ApiClient } from '../client.ts'
import { ecKeys } from '../pca-v1/requests.ts'
import { done, ok, refused } from '../pca-v1/support.ts'
import { createPolicy, createSubject } from '../permissions/subjects.ts'
import { startServer } from '../running-server.ts'
import { createTestClock, minuteMs } from '../test-clock.ts'
import { make } from './certificates.ts'
import { onlyTarget, ScriptedTarget } from './scripted-target.ts'
import { hosted, importBody, importCertificate } from './support.ts'

const target = new ScriptedTarget()
const server = await startServer({}, createTestClock(), { outside: { pushTargets: onlyTarget(target) } })
after(() => server.close())
const { api, base, clock, credentials } = server

beforeEach(() => {
  target.faults.clear()
  clock.advance(minuteMs)
})

const newCertificate = (name: string, changes: object = {}) =>
  importCertificate(api, importBody(make({ keys: ecKeys() }), { name, ...changes }))
const push = (id: string, project = 'known', as: ApiClient = api) =>
  as('POST', `${hosted}/${id}/push`, { target_project: project, target_service: 'ELB' })
const list = async (query = '', as: ApiClient = api) => ok(await as('GET', `/v3/scm/pushes?${query}`))

/** Which certificates' pushes, in their order. */
const namesIn = ({ pushes }: { pushes: { certificate_name: string | null }[] }) =>
  pushes.map(({ certificate_name }) => certificate_name)

async function failing(id: string, project = 'known') {
  target.faults.set(project, 'target-refused')
  refused(await push(id, project), 400, 'SCM.0201')
  target.faults.clear()
  clock.advance(minuteMs)
}

suite('the list of all pushes', () => {
  test('tells of every certificate, the youngest first, as the list of one does, and with whose it is', async () => {
    const [first, second] = [await newCertificate('first'), await newCertificate('second')]
    done(await push(first))
    clock.advance(minuteMs)
    done(await push(second))
    const { pushes } = await list('limit=2')
    assert.deepEqual(
      pushes.map(({ certificate_id, certificate_name }: Record<string, unknown>) => [
        certificate_id,
        certificate_name,
      ]),
      [
        [second, 'second'],
        [first, 'first'],
      ],
    )
    const { certificate_id: _, certificate_name: __, ...shown } = pushes[0]
    assert.deepEqual(ok(await api('GET', `${hosted}/${second}/pushes`)).pushes, [shown])
  })

  test('tells how a certificate was seen, and nothing where it was not', async () => {
    const id = await newCertificate('proof')
    await failing(id)
    done(await push(id))
    clock.advance(minuteMs)
    // only looked for
    done(await push(id))
    const { pushes } = ok(await api('GET', `${hosted}/${id}/pushes`))
    assert.deepEqual(
      pushes.map(({ status, proof }: Record<string, unknown>) => [status, proof]),
      [
        ['done', 'read back'],
        ['done', 'read back'],
        ['failed', null],
      ],
    )
    assert.equal((await list('limit=1')).pushes[0].proof, 'read back')
  })

  test('is told in pages, with how many there are', async () => {
    const { total_count: total } = await list()
    assert.ok(total > 2)
    const pages = [await list('limit=1'), await list('limit=1&offset=1')]
    const whole = await list('limit=1000')
    assert.deepEqual(
      pages.flatMap(({ pushes }) => pushes),
      whole.pushes.slice(0, 2),
    )
    assert.deepEqual(await list(`offset=${total}`), { pushes: [], total_count: total })
    assert.deepEqual(await list('limit=&offset=&status=&current='), await list('limit=10'))
  })

  test('can be asked for one state, and for what no younger push mended', async () => {
    const [mended, broken] = [await newCertificate('mended'), await newCertificate('broken')]
    await failing(mended)
    await failing(mended, 'known-elsewhere')
    await failing(broken)
    done(await push(mended))
    const failed = namesIn(await list('status=failed&limit=1000'))
    assert.deepEqual(failed.slice(0, 3), ['broken', 'mended', 'mended'])
    assert.equal(failed[3], 'proof')
    const { pushes, total_count } = await list('status=failed&current=true')
    assert.deepEqual(
      pushes.map((one: Record<string, unknown>) => [one['certificate_name'], one['target_project']]),
      [
        ['broken', 'known'],
        ['mended', 'known-elsewhere'],
      ],
    )
    assert.equal(total_count, 2)
    assert.deepEqual(await list('status=failed&current=false'), await list('status=failed'))
    assert.equal((await list('status=restoring')).total_count, 0)
  })

  test('keeps the pushes of a certificate that is deleted, without its name', async () => {
    const id = await newCertificate('deleted')
    done(await push(id))
    done(await api('DELETE', `${hosted}/${id}`))
    const { pushes } = await list('limit=1')
    assert.deepEqual([pushes[0].certificate_id, pushes[0].certificate_name], [id, null])
  })

  test('refuses what no list takes', async () => {
    for (const [query, parameter] of [
      ['limit=0', 'limit'],
      ['limit=1001', 'limit'],
      ['limit=many', 'limit'],
      ['offset=-1', 'offset'],
      ['status=DONE', 'status'],
      ['current=maybe', 'current'],
    ] as const)
      refused(await api('GET', `/v3/scm/pushes?${query}`), 400, 'SCM.0005', parameter)
  })

  test("is nobody else's, and takes the permission", async () => {
    const strangers = server.as(await server.addAccount('stranger'))
    assert.deepEqual(await list('', strangers), { pushes: [], total_count: 0 })
    const subject = await createSubject(server, 'sees-nothing')
    refused(await subject.api('GET', '/v3/scm/pushes'), 401, 'SCM.4002')
    await subject.grant(await createPolicy(server, 'other', 'Allow', 'scm:cert:list'))
    refused(await subject.api('GET', '/v3/scm/pushes'), 401, 'SCM.4002')
    await subject.grant(await createPolicy(server, 'deployed', 'Allow', 'scm:cert:listDeployedResources'))
    assert.deepEqual(await list('', subject.api), await list())
  })

  test('of who sees one enterprise project only is of its certificates', async () => {
    const created = await api('POST', '/v1.0/enterprise-projects', { name: 'shop' })
    const shop = created.body.enterprise_project.id
    const id = await newCertificate('of-the-shop', { enterprise_project_id: shop })
    done(await push(id))
    const subject = await createSubject(server, 'sees-the-shop')
    const role = await createPolicy(server, 'in the shop', 'Allow', 'scm:cert:listDeployedResources')
    const path = `/v3.0/OS-PERMISSION/enterprise-projects/${shop}/groups/${subject.groupId}/roles/${role}`
    const granted = await api('PUT', path)
    assert.ok(granted.status < 300, `${granted.status} ${granted.message}`)
    const { pushes, total_count } = await list('limit=1000', subject.api)
    assert.deepEqual([namesIn({ pushes }), total_count], [['of-the-shop'], 1])
  })
})

test('chancery certificate all-pushes tells it', async () => {
  const id = await newCertificate('by-command')
  await failing(id)
  const environment = {
    CHANCERY_ENDPOINT: base,
    CHANCERY_ACCESS_KEY: credentials.access_key,
    CHANCERY_SECRET_KEY: credentials.secret_key,
  }
  const say = (...words: string[]) =>
    speak(['certificate', 'all-pushes', ...words], { now: () => clock.now(), environment })
  const told = await say('--status', 'failed', '--current', '--limit', '1')
  assert.match(told.stdout, new RegExp(`${id}\\s+by-command\\s+ELB\\s+known`))
  assert.match(told.stderr, /1 of 3/)
  assert.equal((await say('--status', 'DONE')).code, 2)
})
