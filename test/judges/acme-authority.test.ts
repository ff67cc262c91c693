import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { AcmeDirectory } from '../../src/domain/ports/acme-directory.ts'
import type { AcmeSettings } from '../../src/outbound/acme/acme-directory.ts'
import { certified, directoryAt, namesOf, recordOf, requestFor, untilSettled } from '../acme/ordering.ts'
import { type Pebble, startPebble } from './pebble.ts'
import { skipWithout } from './programs.ts'

const directoryOf = (pebble: Pebble, settings: Partial<AcmeSettings> = {}) =>
  directoryAt(pebble.directoryUrl, { certificates: readFileSync(pebble.caFile, 'utf8'), ...settings })

/** An order whose name is proven. */
async function ready(pebble: Pebble, directory: AcmeDirectory, name: string) {
  const account = await directory.openAccount()
  const order = await directory.openOrder(account, { names: namesOf(name), method: 'DNS' })
  for (const challenge of order.challenges) {
    await pebble.dns.setTxt(`_acme-challenge.${name}`, recordOf(challenge.keyAuthorization))
    await directory.answer(account, challenge)
  }
  return { account, order: await untilSettled(directory, account, order, 'DNS') }
}

describe('Pebble', skipWithout('pebble', 'pebble-challtestsrv'), () => {
  test('that wants an external account knows its own, and nobody else', async () => {
    const hmacKey = randomBytes(32).toString('base64url')
    await using pebble = await startPebble({ eab: { 'key-1': hmacKey } })
    const openedWith = (externalAccount: AcmeSettings['externalAccount']) =>
      directoryOf(pebble, { externalAccount, contact: ['mailto:pki@example.test'] }).openAccount()
    const { url, privateKey } = await openedWith({ keyId: 'key-1', hmacKey })
    assert.match(url, /^https:\/\/127\.0\.0\.1:/)
    assert.match(Buffer.from(privateKey).toString(), /^-----BEGIN PRIVATE KEY-----/)
    await assert.rejects(openedWith(null), { code: 'issuer-refused', message: /externalAccountRequired/ })
    const wrong = randomBytes(32).toString('base64url')
    for (const account of [
      { keyId: 'key-1', hmacKey: wrong },
      { keyId: 'key-2', hmacKey },
    ]) {
      await assert.rejects(openedWith(account), (error: Error & { code: string }) => {
        assert.equal(error.code, 'issuer-refused')
        assert.ok(
          !JSON.stringify(error).includes(account.hmacKey) && !error.message.includes(account.hmacKey),
        )
        return true
      })
    }
  })

  test('that refuses nonces, offers chains and asks for no proof twice', async () => {
    await using pebble = await startPebble({ nonceReject: 20, alternateRoots: 1, authorizationReuse: 100 })
    const directory = directoryOf(pebble)
    const { account, order } = await ready(pebble, directory, 'a.example.test')
    await certified(directory, account, order, requestFor('a.example.test'))

    const rootOf = async (preferredChain: string | null) => {
      const chain = await directoryOf(pebble, { preferredChain }).download(account, order.url)
      return new X509Certificate(chain.at(-1) ?? new Uint8Array()).issuer
    }
    const nameOf = async (root: number) => new X509Certificate(await pebble.root(root)).subject
    const [usual, other] = [await nameOf(0), await nameOf(1)]
    assert.notEqual(usual, other)
    for (const name of [usual, other]) assert.equal(await rootOf(name.replace('CN=', '')), name)
    for (const name of [null, 'Nobody']) assert.equal(await rootOf(name), usual)

    for (const method of ['DNS', 'FILE'] as const) {
      const again = await directory.openOrder(account, { names: namesOf('a.example.test'), method })
      assert.equal(again.state, 'ready')
      assert.ok(again.challenges.every(({ isProven }) => isProven))
    }
  })

  test('that is not trusted, or down in the middle, is unreachable; it is spoken with when it is back', async () => {
    await using pebble = await startPebble()
    const directory = directoryOf(pebble)
    const { account, order } = await ready(pebble, directory, 'a.example.test')
    for (const certificates of [null, await pebble.root(0)]) {
      await assert.rejects(directoryOf(pebble, { certificates }).openAccount(), {
        code: 'issuer-unreachable',
      })
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const another = {
      ...account,
      privateKey: Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    }
    await assert.rejects(directory.readOrder(another, order.url, 'DNS'), { code: 'issuer-refused' })

    await pebble.interrupt()
    const steps = [
      () => directory.readOrder(account, order.url, 'DNS'),
      () => directory.finalize(account, order.url, requestFor('a.example.test')),
      () => directory.openAccount(),
    ]
    for (const step of steps) await assert.rejects(step(), { code: 'issuer-unreachable' })
    await pebble.resume()
    // it forgot everybody, which is for good
    await assert.rejects(directory.readOrder(account, order.url, 'DNS'), {
      code: 'issuer-refused',
      message: /accountDoesNotExist|malformed/,
    })
    const anew = await ready(pebble, directory, 'a.example.test')
    const request = requestFor('a.example.test')
    assert.equal((await certified(directory, anew.account, anew.order, request)).length, 2)
  })
})
