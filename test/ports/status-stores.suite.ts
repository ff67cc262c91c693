import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from './opened.ts'
import { anAuthority, dayMs, newId, newSerial, now, octets, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

/** What the status of certificates is answered from: responders, agencies, serials, and CAs whose key is gone. */
export function statusStoresSuite(name: string, open: Open): void {
  suite(`stores of certificates’ status on ${name}`, open, (stage) => {
    responderTests(stage)
    agencyTests(stage)
    serialTests(stage)
    destroyedTests(stage)
  })
}

function responderTests(stage: Stage): void {
  const find = (id: string, accountId = ours) =>
    stage.database.read(accountId, ({ statusResponders }) => statusResponders.find(id))

  test('a responder is kept, replaced, and the account’s own', async () => {
    const id = newId()
    const responder = {
      certificateDer: octets(0x30, 1),
      notBefore: now,
      notAfter: now + 1,
      answersUntil: null,
    }
    assert.equal(await find(id), undefined)
    for (const each of [responder, { ...responder, certificateDer: octets(2), answersUntil: now + dayMs }]) {
      await stage.database.write(ours, ({ statusResponders }) => statusResponders.set(id, each))
      assert.deepEqual(await find(id), each)
    }
    assert.equal(await find(id, theirs), undefined)
    await assert.rejects(
      stage.database.write('', ({ statusResponders }) => statusResponders.set(newId(), responder)),
    )
  })

  test('a new responder is told to those who keep the account’s CAs in memory', async () => {
    const account = newId()
    const version = () => stage.database.read(account, ({ authorities }) => authorities.version())
    const before = await version()
    const responder = { certificateDer: octets(1), notBefore: now, notAfter: now, answersUntil: null }
    await stage.database.write(account, ({ statusResponders }) => statusResponders.set(newId(), responder))
    assert.ok((await version()) > before)
  })
}

function agencyTests(stage: Stage): void {
  test('one agency for each account', async () => {
    const [account, other] = [newId(), newId()]
    const find = (accountId: string) => stage.database.read(accountId, ({ agencies }) => agencies.find())
    const add = (accountId: string, id: string) =>
      stage.database.write(accountId, ({ agencies }) => agencies.add({ id, createdAt: now }))
    assert.equal(await find(account), undefined)
    await add(account, 'first')
    assert.deepEqual(await find(account), { id: 'first', createdAt: now })
    assert.equal(await find(other), undefined)
    await assert.rejects(add(account, 'second'))
    await add(other, 'first')
    await assert.rejects(add('', 'nobody’s'))
    assert.equal((await find(account))?.id, 'first')
  })
}

function serialTests(stage: Stage): void {
  test('the status of a serial number is its issuer’s and its account’s', async () => {
    const [issuerId, serialNumber] = [newId(), newSerial()]
    const find = (issuer: string, serial: string, accountId = ours) =>
      stage.database.read(accountId, ({ serials }) => serials.find(issuer, serial))
    await stage.database.write(ours, ({ serials }) =>
      serials.register({ issuerId, serialNumber, notAfter: now }),
    )
    assert.deepEqual(await find(issuerId, serialNumber), { revocation: null })
    for (const serial of [newSerial(), '0', '1', (1n << 400n).toString()]) {
      assert.equal(await find(issuerId, serial), undefined)
    }
    assert.equal(await find(newId(), serialNumber), undefined)
    assert.equal(await find(issuerId, serialNumber, theirs), undefined)
    const revocation = { revokedAt: now - 1, reason: 'CERTIFICATE_HOLD' } as const
    await stage.database.write(ours, ({ serials }) => serials.revoke(issuerId, serialNumber, revocation))
    assert.deepEqual(await find(issuerId, serialNumber), { revocation })
    await stage.database.write(ours, ({ serials }) => serials.release(issuerId, serialNumber))
    assert.deepEqual(await find(issuerId, serialNumber), { revocation: null })
  })

  test('the last end is that of the issuer’s last certificate, revoked or not', async () => {
    const issuerId = newId()
    const lastEnd = (accountId = ours, except: readonly string[] = []) =>
      stage.database.read(accountId, ({ serials }) => serials.lastEnd(issuerId, except))
    const registered: string[] = []
    assert.equal(await lastEnd(), undefined)
    for (const notAfter of [now + 2, now + 3, now + 1]) {
      const serialNumber = newSerial()
      registered.push(serialNumber)
      await stage.database.write(ours, async ({ serials }) => {
        await serials.register({ issuerId, serialNumber, notAfter })
        await serials.revoke(issuerId, serialNumber, { revokedAt: now, reason: 'UNSPECIFIED' })
      })
    }
    await stage.database.write(ours, ({ serials }) =>
      serials.register({ issuerId: newId(), serialNumber: newSerial(), notAfter: now + 9 }),
    )
    assert.equal(await lastEnd(), now + 3)
    assert.equal(await lastEnd(theirs), undefined)
    assert.equal(await lastEnd(ours, [newSerial(), registered[1] ?? '']), now + 2)
    assert.equal(await lastEnd(ours, registered), undefined)
  })
}

function destroyedTests(stage: Stage): void {
  test('a DESTROYED CA is found by nobody but who builds chains and who fetches its certificate', async () => {
    const account = newId()
    const root = anAuthority({ state: 'DESTROYED' })
    const child = anAuthority({ type: 'SUBORDINATE', issuerId: root.id })
    const grandchild = anAuthority({ type: 'SUBORDINATE', issuerId: child.id })
    await stage.database.write(account, async ({ authorities }) => {
      for (const each of [root, child, grandchild]) await authorities.add(each)
    })
    await stage.database.read(account, async ({ authorities }) => {
      assert.equal(await authorities.find(root.id), undefined)
      const listed = await authorities.list(
        {},
        { limit: 10, offset: 0, sortKey: 'create_time', direction: 'ascending' },
        now,
      )
      assert.deepEqual([listed.total, listed.items.map(({ id }) => id)], [2, [child.id, grandchild.id]])
      for (const status of ['DELETED', 'ACTIVED', 'DISABLED', 'REVOKED'] as const) {
        const page = { limit: 10, offset: 0, sortKey: 'create_time', direction: 'ascending' } as const
        const { items } = await authorities.list({ status }, page, now)
        assert.ok(!items.some(({ id }) => id === root.id), status)
      }
      const chain = await authorities.chain(grandchild.id)
      assert.deepEqual(
        chain,
        [grandchild, child, root].map((authority) => ({ ...authority, outsideChain: [] })),
      )
    })
    await stage.database.read('', async ({ publicAuthorities }) => {
      assert.deepEqual(await publicAuthorities.findCertificateDer(root.id), root.certificate?.certificateDer)
      assert.equal(await publicAuthorities.findOwner(root.id), account)
      assert.equal(await publicAuthorities.findOwner(newId()), undefined)
    })
  })
}
