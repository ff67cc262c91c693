import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, suite, test } from 'node:test'
import type { RevocationReason } from '../../../src/domain/model/revocation.ts'
import { craftedOcspRequest } from '../../x509/ocsp-crafted.ts'
import { createRoot, createSubordinate, done, issue, showAuthority } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { authorities, certificates, unknownId } from '../samples.ts'
import { minuteMs } from '../test-clock.ts'
import { revokeAuthority, revokeCertificate } from './lists.ts'
import { aboutOne, ask, question, send, serialOf, statusOf, switchResponder } from './statuses.ts'

const server = await startServer()
after(() => server.close())
const { api, clock } = server
const root = await createRoot(server)
await switchResponder(server, root, true)
const revoked = (reason: RevocationReason) => ({ revokedAt: clock.now(), reason })
const newOne = async (): Promise<[id: string, serial: string]> => {
  const id = await issue(server, root)
  return [id, await serialOf(server, id)]
}

suite('what is said of a certificate', () => {
  for (const hash of ['sha1', 'sha256'] as const) {
    test(`good, then revoked at once, asked by ${hash}`, async () => {
      const [id, serial] = await newOne()
      assert.equal(await statusOf(server, root, serial, { hash }), 'good')
      await revokeCertificate(server, id, 'KEY_COMPROMISE')
      assert.deepEqual(await statusOf(server, root, serial, { hash }), revoked('KEY_COMPROMISE'))
    })
  }

  test('held, then good when it is released, then revoked', async () => {
    const [id, serial] = await newOne()
    await revokeCertificate(server, id, 'CERTIFICATE_HOLD')
    assert.deepEqual(await statusOf(server, root, serial), revoked('CERTIFICATE_HOLD'))
    done(await api('POST', `${certificates}/${id}/release`))
    assert.equal(await statusOf(server, root, serial), 'good')
    await revokeCertificate(server, id)
    assert.deepEqual(await statusOf(server, root, serial), { ...revoked('UNSPECIFIED'), reason: null })
  })

  test('deleted: what it was, good or revoked', async () => {
    const [[good, goodSerial], [bad, badSerial]] = [await newOne(), await newOne()]
    await revokeCertificate(server, bad, 'SUPERSEDED')
    for (const id of [good, bad]) done(await api('DELETE', `${certificates}/${id}`))
    assert.equal(await statusOf(server, root, goodSerial), 'good')
    assert.deepEqual(await statusOf(server, root, badSerial), revoked('SUPERSEDED'))
  })

  test('a CA, by its issuer', async () => {
    const subordinate = await createSubordinate(server, root)
    const { serial_number: serial } = await showAuthority(server, subordinate)
    assert.equal(await statusOf(server, root, serial), 'good')
    await revokeAuthority(server, subordinate, 'CERTIFICATE_HOLD')
    assert.deepEqual(await statusOf(server, root, serial), revoked('CERTIFICATE_HOLD'))
    done(await api('POST', `${authorities}/${subordinate}/release`))
    assert.equal(await statusOf(server, root, serial), 'good')
  })

  test('unknown: serial numbers that this CA never used, of up to 20 octets', async () => {
    const other = await createRoot(server)
    const foreign = await serialOf(server, await issue(server, other))
    for (const serial of [
      '0',
      '1',
      '255',
      foreign,
      (1n << 159n).toString(),
      ((1n << 160n) - 1n).toString(),
    ]) {
      assert.equal(await statusOf(server, root, serial), 'unknown', serial)
    }
  })

  test('two certificates in one question', async () => {
    const [[, good], [bad, badSerial]] = [await newOne(), await newOne()]
    await revokeCertificate(server, bad, 'SUPERSEDED')
    const { basic } = await send(server, root, await question(server, root, [badSerial, good, '1']))
    assert.deepEqual(
      basic?.responses.map(({ status }) => status),
      [revoked('SUPERSEDED'), 'good', 'unknown'],
    )
  })
})

suite('nobody is answered about', () => {
  test('another issuer, alone or beside the right one: unauthorized', async () => {
    const other = await createRoot(server, {}, 'Another Root')
    const [, serial] = await newOne()
    const foreign = await question(server, other, [serial])
    assert.equal((await send(server, root, foreign)).status, 'unauthorized')
    const beside = [await aboutOne(server, root, serial), await aboutOne(server, other, serial)]
    const both = craftedOcspRequest({ requests: beside })
    assert.equal((await send(server, root, both)).status, 'unauthorized')
  })

  test('a CA without responder, an unknown one, a name that is no id: unauthorized', async () => {
    const other = await createRoot(server)
    const [, serial] = await newOne()
    assert.equal(await statusOf(server, other, serial), 'unauthorized')
    const request = await question(server, root, [serial])
    for (const id of [unknownId, 'x', '%00', "' OR 1=1 --"]) {
      assert.equal((await send(server, encodeURIComponent(id), request)).status, 'unauthorized', id)
    }
  })

  test('what is no question: malformedRequest', async () => {
    const [, serial] = await newOne()
    const request = await question(server, root, [serial])
    const longer = Uint8Array.of(...request, 0)
    const random = new Uint8Array(randomBytes(200))
    for (const octets of [new Uint8Array(), Uint8Array.of(0x30, 0), request.slice(0, -1), longer, random]) {
      const { status, basic } = await send(server, root, octets)
      assert.deepEqual([status, basic], ['malformedRequest', null])
    }
    assert.equal((await send(server, root, request)).status, 'successful')
  })
})

suite('a nonce', () => {
  for (const length of [1, 16, 32, 128]) {
    test(`of ${length} octets comes back`, async () => {
      const [, serial] = await newOne()
      const nonce = new Uint8Array(randomBytes(length))
      const { basic } = await ask(server, root, serial, { nonce })
      assert.deepEqual(basic?.nonce && new Uint8Array(basic.nonce), nonce)
    })
  }

  test('of another length is ignored', async () => {
    const [, serial] = await newOne()
    for (const length of [0, 129]) {
      const { status, basic } = await ask(server, root, serial, { nonce: new Uint8Array(length) })
      assert.deepEqual([status, basic?.nonce], ['successful', null])
    }
  })

  test('makes each answer one of its own; without, the same is said in the same octets', async () => {
    const [, serial] = await newOne()
    const nonce = () => ({ nonce: new Uint8Array(randomBytes(16)) })
    const [first, second] = [
      await ask(server, root, serial, nonce()),
      await ask(server, root, serial, nonce()),
    ]
    assert.ok(!first.der.equals(second.der))
    const [third, fourth] = [await ask(server, root, serial), await ask(server, root, serial)]
    assert.ok(third.der.equals(fourth.der))
    assert.equal(third.basic?.nonce, null)
  })
})

suite('an answer that is kept', () => {
  test('changes at once after a revocation, and again after its end', async () => {
    const [id, serial] = await newOne()
    const good = await ask(server, root, serial)
    await revokeCertificate(server, id, 'CERTIFICATE_HOLD')
    const held = await ask(server, root, serial)
    assert.ok(!held.der.equals(good.der))
    done(await api('POST', `${certificates}/${id}/release`))
    assert.equal(await statusOf(server, root, serial), 'good')
  })

  test('is given for 5 minutes, and never past its own end', async () => {
    const [, serial] = await newOne()
    const first = await ask(server, root, serial)
    for (let minute = 1; minute <= 12; minute += 1) {
      clock.advance(minuteMs)
      const { der, basic } = await ask(server, root, serial)
      const [response] = basic?.responses ?? []
      assert.ok(response && response.nextUpdate !== null && response.nextUpdate !== undefined)
      assert.ok(response.thisUpdate <= clock.now() && response.nextUpdate > clock.now() + 4 * minuteMs)
      assert.equal(response.nextUpdate - response.thisUpdate, 10 * minuteMs)
      assert.equal(der.equals(first.der), minute < 5, `after ${minute} minutes`)
    }
  })
})

suite('a flood', () => {
  test('of nonces gets tryLater beyond 400 at once and 200 a second; kept answers and other CAs go on', async () => {
    const flooded = await startServer()
    try {
      const [id, other] = [await createRoot(flooded), await createRoot(flooded)]
      for (const each of [id, other]) await switchResponder(flooded, each, true)
      const serial = await serialOf(flooded, await issue(flooded, id))
      const withNonce = await question(flooded, id, [serial], { nonce: new Uint8Array(16) })
      const kept = await question(flooded, id, [serial])
      assert.equal((await send(flooded, id, kept)).status, 'successful')
      assert.equal(await answered(flooded, id, Array(450).fill(withNonce)), 399)
      assert.equal((await send(flooded, id, kept)).status, 'successful')
      const elsewhere = await question(flooded, other, ['1'], { nonce: new Uint8Array(16) })
      assert.equal((await send(flooded, other, elsewhere)).status, 'successful')
      flooded.clock.advance(1000)
      assert.equal(await answered(flooded, id, Array(250).fill(withNonce)), 200)
    } finally {
      await flooded.close()
    }
  })

  test('of serial numbers that were never used has a smaller share, and keeps nobody from the rest', async () => {
    const flooded = await startServer()
    try {
      const id = await createRoot(flooded)
      await switchResponder(flooded, id, true)
      const serial = await serialOf(flooded, await issue(flooded, id))
      const madeUp = Array.from({ length: 60 }, (_, index) => question(flooded, id, [String(index + 1)]))
      assert.equal(await answered(flooded, id, await Promise.all(madeUp)), 40)
      assert.equal((await send(flooded, id, await question(flooded, id, [serial]))).status, 'successful')
    } finally {
      await flooded.close()
    }
  })
})

/** How many of these were answered; all others are to come later. */
async function answered(
  server: Parameters<typeof send>[0],
  id: string,
  requests: readonly Parameters<typeof send>[2][],
): Promise<number> {
  const answers = await Promise.all(requests.map((request) => send(server, id, request)))
  const successes = answers.filter(({ status }) => status === 'successful').length
  const later = answers.filter(({ status }) => status === 'tryLater').length
  assert.equal(successes + later, requests.length)
  return successes
}
