import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, suite, test } from 'node:test'
import { bindOperations } from '../../../src/domain/operations/index.ts'
import { bindJobs } from '../../../src/domain/operations/jobs/index.ts'
import { receiveHttp } from '../../operations/sink-receivers.ts'
import { aHostedCertificate } from '../../ports/sample-nouns.ts'
import { done, ok } from '../pca-v1/support.ts'
import { until } from '../revocation/lists.ts'
import { type Identity, startServer } from '../running-server.ts'
import { dayMs, minuteMs } from '../test-clock.ts'

const notification = '/v3/scm/notification'

/** Answers when the test says so, and not before. */
async function receiveSlowly() {
  const arrivals = new EventEmitter()
  const held: ServerResponse[] = []
  let calls = 0
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      calls += 1
      held.push(response)
      arrivals.emit('arrival')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    calls: () => calls,
    held: () => held.length,
    async answer(status: number) {
      while (held.length === 0) await once(arrivals, 'arrival')
      held.shift()?.writeHead(status, { connection: 'close' }).end()
    },
    close: () => {
      for (const response of held) response.destroy()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

const server = await startServer({ 'outbound-allow': '127.0.0.0/8' })
const { api, clock, world } = server
const [slow, prompt] = [await receiveSlowly(), await receiveHttp()]
const { authorities } = bindOperations(world, () => undefined)
const node = bindJobs(world, authorities, { owner: 'node', report: () => undefined })
after(async () => {
  node.stop()
  await slow.close()
  await prompt.close()
  await server.close()
})

/** Tenants of earlier tests have nothing to say in later ones. */
const tenants: Tenant[] = []
afterEach(async () => {
  for (const { ask } of tenants.splice(0)) await ask('DELETE', `${notification}/webhook`)
})

interface Tenant {
  readonly accountId: string
  readonly ask: typeof api
}

async function tenant(name: string, port: number): Promise<Tenant> {
  const identity: Identity = await server.addAccount(name)
  const ask = server.as(identity)
  const accountId = (await ask('GET', '/v3/auth/domains')).body.domains[0].id
  ok(await ask('PUT', `${notification}/webhook`, { url: `http://127.0.0.1:${port}/${name}?token=secret` }))
  tenants.push({ accountId, ask })
  return { accountId, ask }
}

/** So many certificates that end in 5 days, whose notices are asked for. */
async function expiring({ accountId, ask }: Tenant, count: number): Promise<void> {
  const sample = aHostedCertificate()
  assert.ok(sample.inHand)
  const inHand = { ...sample.inHand, notAfter: clock.now() + 5 * dayMs }
  const certificates = Array.from({ length: count }, () => ({ ...aHostedCertificate(), inHand }))
  await world.database.write(accountId, async ({ hostedCertificates }) => {
    for (const certificate of certificates) await hostedCertificates.add(certificate)
  })
  const wishes = certificates.map(({ id }) => ({ resource_id: id, notice_type: ['CERT_EXPIRING'] }))
  done(await ask('POST', `${notification}/enable`, wishes))
}

const isDue = async (kind: RegExp) =>
  (await world.database.read('', ({ jobs }) => jobs.countDue(clock.now(), 0))).some((job) =>
    kind.test(job.kind),
  )
const looking = (what: string, isSo: () => boolean | Promise<boolean>) =>
  until(what, async () => {
    node.look()
    return (await isSo()) || undefined
  })
const rest = () => looking('rest', async () => !(await isDue(/^(find-expiring|post-notices)/)))
const deliveries = async ({ accountId }: Tenant): Promise<(string | undefined)[]> =>
  (
    await world.database.search(accountId, ({ audit }) => audit.list({ operation: 'deliverNotice' }, 100))
  ).map(({ result }) => result)

suite('a webhook that answers slowly', () => {
  test('has one call of its account at a time, and delays nobody else’s notices', async () => {
    const [ours, others] = [await tenant('ours', slow.port), await tenant('others', prompt.port)]
    await expiring(ours, 6)
    await looking('a first call', () => slow.held() === 1)
    await expiring(others, 3)
    await looking('the others’ notices', () => prompt.received.length === 3)
    assert.equal(slow.calls(), 1)
    for (let place = 0; place < 6; place += 1) await slow.answer(204)
    await rest()
    assert.equal(slow.calls(), 6)
  })

  test('and fails is spared all that waits for it, longer each time', async () => {
    const failing = await tenant('failing', slow.port)
    const before = slow.calls()
    const calls = () => slow.calls() - before
    await expiring(failing, 3)
    await looking('a first call', () => calls() === 1)
    await slow.answer(503)
    await rest()
    assert.equal(calls(), 1)
    await expiring(failing, 1)
    await rest()
    clock.advance(minuteMs)
    await looking('a second call', () => calls() === 2)
    await slow.answer(503)
    await rest()
    clock.advance(minuteMs)
    await rest()
    assert.equal(calls(), 2)
    clock.advance(minuteMs)
    for (const call of [3, 4, 5, 6]) {
      await looking(`call ${call}`, () => calls() === call)
      await slow.answer(204)
    }
    await rest()
    assert.equal(calls(), 6)
    assert.deepEqual(await deliveries(failing), Array<string>(4).fill('success'))
  })

  test('until another address is set', async () => {
    const moving = await tenant('moving', slow.port)
    const [before, arrived] = [slow.calls(), prompt.received.length]
    await expiring(moving, 2)
    await looking('a call', () => slow.calls() === before + 1)
    await slow.answer(503)
    await rest()
    ok(await moving.ask('PUT', `${notification}/webhook`, { url: `http://127.0.0.1:${prompt.port}/` }))
    await rest()
    assert.equal(prompt.received.length, arrived + 2)
  })
})

suite('a notice that waits', () => {
  const failOnce = async (who: Tenant) => {
    const before = slow.calls()
    await expiring(who, 2)
    await looking('a call', () => slow.calls() === before + 1)
    await slow.answer(503)
    await rest()
    return before + 1
  }

  test('tells how long is left when it is told', async () => {
    const refusing = await receiveHttp([503])
    await expiring(await tenant('late', refusing.port), 1)
    await rest()
    clock.advance(dayMs)
    await rest()
    const said = refusing.received.map(({ body }) => JSON.parse(body))
    assert.deepEqual(
      said.map(({ step_days, days_left }) => [step_days, days_left]),
      [
        [7, 5],
        [7, 4],
      ],
    )
    await refusing.close()
  })

  test('is withdrawn once the next step has begun, which tells for it', async () => {
    const stale = await tenant('stale', slow.port)
    const calls = await failOnce(stale)
    clock.advance(3 * dayMs)
    await looking('calls of the next step', () => slow.held() === 1)
    assert.deepEqual(await deliveries(stale), Array<string>(2).fill('notice-withdrawn'))
    for (const _ of [1, 2]) await slow.answer(204)
    await rest()
    assert.equal(slow.calls(), calls + 2)
  })

  test('is withdrawn where the account was switched off meanwhile', async () => {
    const gone = await tenant('gone', slow.port)
    const calls = await failOnce(gone)
    ok(await api('PATCH', `/v3/domains/${gone.accountId}`, { domain: { enabled: false } }))
    clock.advance(minuteMs)
    await rest()
    assert.equal(slow.calls(), calls)
    assert.deepEqual(await deliveries(gone), Array<string>(2).fill('notice-withdrawn'))
  })

  test('keeps the host of the webhook, and nothing else of its URL', async () => {
    const secretive = await tenant('secretive', slow.port)
    await failOnce(secretive)
    const waiting = await world.database.read(secretive.accountId, ({ notices }) =>
      notices.findWaiting('webhook', 'oldest'),
    )
    assert.equal(waiting?.recipient, `127.0.0.1:${slow.port}`)
    assert.ok(!JSON.stringify(waiting).includes('token'))
  })
})
