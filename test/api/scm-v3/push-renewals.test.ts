import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { done, ok } from '../pca-v1/support.ts'
import { dayMs, minuteMs } from '../test-clock.ts'
import { startScene } from './order-scene.ts'
import { onlyTarget, ScriptedTarget } from './scripted-target.ts'
import { hosted, show } from './support.ts'

const target = new ScriptedTarget()
const scene = await startScene({}, { outside: { pushTargets: onlyTarget(target) } })
const { api, worker, issue, prove } = scene

const push = (id: string, project: string) =>
  api('POST', `${hosted}/${id}/push`, { target_project: project, target_service: 'ELB' })
const pushesOf = async (id: string) => ok(await api('GET', `${hosted}/${id}/pushes`)).pushes
const renew = async (id: string) => {
  done(await api('POST', `${hosted}/${id}/renew`))
  await worker.pass(minuteMs)
}

const severityOf = async (check: string): Promise<string> => {
  const { checks } = ok(await api('GET', '/v1/health'))
  return checks.find(({ name }: { name: string }) => name === check).severity
}

/** What is served of a certificate at a project. */
const servedAt = (id: string, project: string) =>
  [...target.served].find(([place]) => place.includes(id) && place.includes(project))?.[1]

/** A certificate that was ordered and is served at the projects. */
async function deployed(domain: string, projects: readonly string[], product: object = {}) {
  const id = await issue(product, { domain })
  for (const project of projects) done(await push(id, project))
  return { id, first: servedAt(id, projects[0] ?? '') }
}

suite('a renewed certificate', () => {
  test('goes to wherever the former one is', async () => {
    const { id, first } = await deployed('follows.test', ['known-a', 'known-b'])
    await renew(id)
    const [youngest] = await pushesOf(id)
    assert.deepEqual([youngest.cause, youngest.status], ['renewal', 'done'])
    assert.notEqual(youngest.fingerprint, first)
    assert.equal(servedAt(id, 'known-a'), youngest.fingerprint)
    assert.equal(servedAt(id, 'known-b'), youngest.fingerprint)
  })

  test('waits for a target that is away, which serves the former one meanwhile, and keeps no other back', async () => {
    const { id, first } = await deployed('away.test', ['known-away', 'known-there'])
    target.faults.set('known-away', 'target-unreachable')
    await renew(id)
    for (let hour = 0; hour < 24; hour += 1) await worker.pass(60 * minuteMs)
    assert.equal(await severityOf('pushes_renewals'), 'warning')
    const waiting = (await pushesOf(id)).find(
      (one: { target_project: string; cause: string }) =>
        one.cause === 'renewal' && one.target_project === 'known-away',
    )
    assert.equal(waiting.status, 'planned')
    assert.match(waiting.failure, /as the test says/)
    assert.ok(waiting.attempts >= 20, `${waiting.attempts} attempts`)
    assert.equal(servedAt(id, 'known-away'), first)
    assert.notEqual(servedAt(id, 'known-there'), first)
    target.faults.clear()
    await worker.pass(60 * minuteMs)
    assert.equal(servedAt(id, 'known-away'), servedAt(id, 'known-there'))
    assert.equal(await severityOf('pushes_renewals'), 'ok')
    assert.ok((await pushesOf(id)).every(({ status }: { status: string }) => status === 'done'))
  })

  test('is given up after seven days, and the former one is served on', async () => {
    const { id, first } = await deployed('given-up.test', ['known-gone'])
    target.faults.set('known-gone', 'target-unreachable')
    await renew(id)
    for (let day = 0; day < 6; day += 1) await worker.pass(dayMs)
    assert.equal((await pushesOf(id))[0].status, 'planned')
    await worker.pass(dayMs)
    await worker.pass(dayMs)
    assert.equal((await pushesOf(id))[0].status, 'failed')
    assert.equal(servedAt(id, 'known-gone'), first)
    assert.equal(await severityOf('pushes_renewals'), 'alarm')
    target.faults.clear()
    target.calls.length = 0
    await worker.pass(dayMs)
    assert.deepEqual(target.calls, [])
    done(await push(id, 'known-gone'))
    assert.equal(await severityOf('pushes_renewals'), 'ok')
    assert.notEqual(servedAt(id, 'known-gone'), first)
  })

  test('that is renewed again meanwhile waits no more: the younger one goes there', async () => {
    const { id } = await deployed('twice.test', ['known-twice'])
    target.faults.set('known-twice', 'target-unreachable')
    await renew(id)
    await renew(id)
    await worker.pass(60 * minuteMs)
    const states = async () => (await pushesOf(id)).map(({ status }: { status: string }) => status)
    assert.deepEqual(await states(), ['planned', 'failed', 'done'])
    target.faults.clear()
    await worker.pass(60 * minuteMs)
    assert.deepEqual(await states(), ['done', 'failed', 'done'])
    assert.equal(servedAt(id, 'known-twice'), (await pushesOf(id))[0].fingerprint)
  })

  test('goes nowhere that was taken away meanwhile', async () => {
    const { id } = await deployed('taken.test', ['known-taken'])
    target.faults.set('known-taken', 'target-unreachable')
    await renew(id)
    target.faults.clear()
    const [{ resource_id }] = (await pushesOf(id)).filter(
      ({ status }: { status: string }) => status === 'done',
    )
    done(await api('DELETE', `/v3/${scene.credentials.project.id}/elb/certificates/${resource_id}`))
    await worker.pass(60 * minuteMs)
    assert.equal(servedAt(id, 'known-taken'), undefined)
    assert.equal((await pushesOf(id))[0].status, 'failed')
  })
})

test('a certificate with further names follows, too', async () => {
  const product = { domain_type: 'MULTI_DOMAIN', domain_numbers: 3 }
  const { id, first } = await deployed('more.test', ['known-more'], product)
  const { sans } = await show(api, id)
  ok(
    await api('POST', `/v2/${scene.credentials.project.id}/scm/cert/${id}/supplement`, {
      ori_sans: sans ?? '',
      add_sans: 'added.test',
    }),
  )
  await worker.settle()
  assert.equal(servedAt(id, 'known-more'), first)
  await prove(id)
  await worker.pass(5 * minuteMs)
  const [youngest] = await pushesOf(id)
  assert.equal(youngest.status, 'done')
  assert.notEqual(youngest.fingerprint, first)
  assert.equal(servedAt(id, 'known-more'), youngest.fingerprint)
})
