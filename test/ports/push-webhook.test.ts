import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { createWebhookTarget, type WebhookPlace } from '../../src/outbound/targets/webhook-target.ts'
import { createTestClock } from '../api/test-clock.ts'
import { certificateId, newContent, placeOf } from './push-contents.ts'
import { pushTargetSuite, rejectsWith } from './push-target.suite.ts'
import { told, tried } from './tried.ts'

const secret = 'the secret, never told'

interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A receiver as it is meant to be: it takes what is signed, each key once, and tells what it has. */
async function openReceiver(changes: Partial<WebhookPlace> = {}) {
  const clock = createTestClock()
  const held = new Map<string, string>()
  const known = new Map<string, string>()
  const taken: Delivery[] = []
  const keys = new Set<unknown>()
  const receiver = { mood: null as 'hangs' | 'resets' | 'lies' | number | null }
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const [, id = ''] = /^\/certificates\/(.+)$/.exec(request.url ?? '') ?? []
    if (receiver.mood === 'hangs') return
    if (receiver.mood === 'resets') return void request.socket.resetAndDestroy()
    if (typeof receiver.mood === 'number') {
      return void response.writeHead(receiver.mood).end(JSON.stringify({ error: `sorry ${body}` }))
    }
    const [, time = '', signature] =
      /^t=(\d+),v1=(.+)$/.exec(String(request.headers['x-chancery-signature'])) ?? []
    if (createHmac('sha256', secret).update(`${time}.${body}`).digest('hex') !== signature)
      return void response.writeHead(401).end()
    if (request.method === 'GET') {
      if (id === '') return void response.writeHead(405).end()
      const fingerprint = held.get(id)
      return void response.writeHead(fingerprint ? 200 : 404).end(JSON.stringify({ fingerprint }))
    }
    const key = request.headers['idempotency-key']
    if (!keys.has(key)) {
      taken.push({ headers: request.headers, body })
      const { certificate } = JSON.parse(body)
      if (certificate) known.set(certificate.fingerprint, certificate.private_key)
      if (receiver.mood !== 'lies') {
        if (certificate) held.set(certificateId, certificate.fingerprint)
        else held.delete(certificateId)
      }
    }
    keys.add(key)
    response.writeHead(204).end()
  }
  const http = createServer((request, response) => void serve(request, response))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const place = {
    url: `${url}/push`,
    secret,
    readUrl: `${url}/certificates/{id}`,
    certificates: null,
    ...changes,
  }
  const close = async () => {
    http.close()
    http.closeAllConnections()
  }
  return {
    receiver,
    taken,
    clock,
    close,
    target: createWebhookTarget('hook', place, 300, clock),
    place: placeOf(),
    served: async () => held.get(certificateId) ?? null,
    changes: () => taken.length,
    [Symbol.asyncDispose]: close,
  }
}

pushTargetSuite('a webhook', {}, async () => {
  const opened = await openReceiver()
  // keys are of a push, and the clock of the suite stands
  const { target } = opened
  let pushes = 0
  return {
    ...opened,
    target: {
      ...target,
      apply: (place, content, pushId) => target.apply(place, content, `${pushId}-${pushes++}`),
      restore: (place, snapshot, pushId) => target.restore(place, snapshot, `${pushId}-${pushes++}`),
    },
  }
})

describe('a webhook that certificates are pushed to', () => {
  test('gets all that it needs, once however often it is sent', async () => {
    await using opened = await openReceiver({ readUrl: null })
    const content = await newContent()
    for (const _ of ['once', 'and once more']) await opened.target.apply(opened.place, content, 'push-1')
    const [delivery, ...others] = opened.taken
    assert.ok(delivery && others.length === 0)
    assert.equal(delivery.headers['idempotency-key'], 'push-1')
    const { resource_id, ...body } = JSON.parse(delivery.body)
    assert.match(resource_id, /^[0-9a-f]{32}$/)
    assert.deepEqual(body, {
      action: 'apply',
      idempotency_key: 'push-1',
      target: 'hook',
      account_id: 'a'.repeat(32),
      service: 'ELB',
      project: 'cn-north-4',
      resource: null,
      certificate: {
        id: certificateId,
        name: 'shop',
        domains: content.domains,
        certificate: content.certificatePem,
        certificate_chain: content.chainPem,
        private_key: content.privateKeyPem,
        fingerprint: content.fingerprint,
        not_after: '2045-01-01T00:00:00.000Z',
      },
    })
  })

  test('is told which one to put back, with the certificate where it is known', async () => {
    await using opened = await openReceiver()
    const { target, place, taken } = opened
    const [former, content] = [await newContent(), await newContent()]
    await target.apply(place, former, 'push-1')
    const unknown = await target.snapshot(place)
    const known = await target.snapshot(place, former)
    for (const [snapshot, number, key] of [
      [unknown, 2, undefined],
      [known, 3, former.privateKeyPem],
    ] as const) {
      await target.apply(place, content, `push-${number}`)
      await target.restore(place, snapshot, `push-${number}`)
      const { headers, body } = taken.at(-1) ?? assert.fail('nothing came')
      assert.equal(headers['idempotency-key'], `push-${number}-restore`)
      const { action, certificate } = JSON.parse(body)
      assert.deepEqual(
        [action, certificate.fingerprint, certificate.private_key],
        ['restore', former.fingerprint, key],
      )
    }
  })

  for (const [mood, code, reason] of [
    ['hangs', 'target-unreachable', /within 0\.3 s/],
    ['resets', 'target-unreachable', /ECONNRESET/],
    [500, 'target-refused', /^answers 500/],
    [302, 'target-refused', /^answers 302/],
    [403, 'target-denied', /^answers 403/],
  ] as const) {
    test(`that ${typeof mood === 'number' ? `answers ${mood}` : mood} is told as such`, async () => {
      await using opened = await openReceiver({ readUrl: null })
      opened.receiver.mood = mood
      await rejectsWith(code, opened.target.apply(opened.place, await newContent(), 'push-1'), reason)
      assert.equal(await opened.served(), null)
    })
  }

  for (const [what, changes, mood, expected] of [
    ['nothing at its address for it', {}, null, ['receiver fine', 'read_url fine']],
    ['another secret', { secret: 'another' }, null, ['receiver: answers 401']],
    ['an error', {}, 500, ['receiver: answers 500 sorry']],
    ['silence', {}, 'hangs', ['receiver: gives no answer within 0.3 s']],
  ] as const) {
    test(`tried with ${what} is told so, and takes nothing`, async () => {
      await using opened = await openReceiver(changes)
      opened.receiver.mood = mood
      assert.deepEqual(told(await tried(opened.target)), expected)
      assert.equal(opened.taken.length, 0)
    })
  }

  test('that lies is not believed', async () => {
    await using opened = await openReceiver()
    opened.receiver.mood = 'lies'
    const content = await newContent()
    const { resourceId } = await opened.target.apply(opened.place, content, 'push-1')
    assert.equal((await opened.target.look({ ...opened.place, resourceId }, content)).isSeen, false)
  })

  test('takes nothing that another signed', async () => {
    await using opened = await openReceiver({ secret: 'another' })
    await rejectsWith('target-denied', opened.target.apply(opened.place, await newContent(), 'push-1'))
  })
})
