import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Authority } from '../../src/domain/model/authority.ts'
import { DomainError } from '../../src/domain/model/errors.ts'
import { orderedAuthority } from '../../src/domain/model/ordered-authority.ts'
import type { Open } from './opened.ts'
import {
  anAuthority,
  anAuthorityCertificate,
  newId,
  now,
  octets,
  ours,
  subjectNamed,
  theirs,
} from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const firstPage = { offset: 0, limit: 100, sortKey: 'create_time', direction: 'ascending' } as const

export function authorityStoreSuite(name: string, open: Open): void {
  suite(`authority store on ${name}`, open, (stage) => {
    findingTests(stage)
    broughtTests(stage)
    chainTests(stage)
    replacingTests(stage)
    keyTests(stage)
    versionTests(stage)
  })
}

const add = ({ database }: Stage, authority: Authority, accountId = ours) =>
  database.write(accountId, async ({ authorities }) => {
    await authorities.add(authority)
    return authority
  })

function findingTests(stage: Stage): void {
  test('finds a CA as it was added', async () => {
    const active = await add(stage, anAuthority({ subject: { ...subjectNamed('根 CA'), state: null } }))
    const found = await stage.database.read(ours, ({ authorities }) => authorities.find(active.id))
    assert.deepEqual(found, active)
  })

  test('finds a CA that waits for its certificate, and one with everything set', async () => {
    const pending = await add(
      stage,
      anAuthority({ state: 'PENDING', certificate: null, signatureHash: null }),
    )
    const full = await add(
      stage,
      anAuthority({
        type: 'SUBORDINATE',
        state: 'DELETED',
        issuerId: pending.id,
        issuerName: 'Root',
        revocation: { revokedAt: now, reason: 'KEY_COMPROMISE' },
        deleteAt: now + 1,
        generationMode: 'IMPORT',
      }),
    )
    for (const authority of [pending, full]) {
      const found = await stage.database.write(ours, ({ authorities }) => authorities.find(authority.id))
      assert.deepEqual(found, authority)
    }
  })

  test('an unknown CA, another account’s, and everything for nobody is absent', async () => {
    const { id, publicKeyDer } = await add(stage, anAuthority({ publicKeyDer: octets(1, 2, 3) }))
    for (const [accountId, sought] of [
      [ours, newId()],
      [theirs, id],
      ['', id],
    ] as const) {
      await stage.database.read(accountId, async ({ authorities }) => {
        assert.equal(await authorities.find(sought), undefined)
        assert.deepEqual(await authorities.chain(sought), [])
        if (accountId === ours) return
        assert.equal(await authorities.holdsKey(publicKeyDer), false)
        assert.deepEqual(await authorities.list({}, firstPage, now), { total: 0, items: [] })
      })
    }
  })
}

function broughtTests(stage: Stage): void {
  const find = (id: string) => stage.database.read(ours, ({ authorities }) => authorities.find(id))

  test('a CA comes back with the order it came from, and in chains with what was brought along', async () => {
    const long = new Uint8Array(70_000).fill(7)
    for (const outsideChain of [
      [],
      [octets(1)],
      [octets(1, 2, 3), octets(4), long],
      [octets(), octets(0, 0)],
    ]) {
      const brought = await add(stage, anAuthority({ orderId: newId(), generationMode: 'IMPORT' }))
      await stage.database.write(ours, ({ authorities }) =>
        authorities.setOutsideChain(brought.id, outsideChain),
      )
      await stage.database.write(ours, ({ authorities }) => authorities.replace(brought))
      assert.deepEqual(await find(brought.id), brought)
      const below = await add(stage, anAuthority({ type: 'SUBORDINATE', issuerId: brought.id }))
      const chain = await stage.database.read(ours, ({ authorities }) => authorities.chain(below.id))
      assert.deepEqual(
        chain.map((authority) => authority.outsideChain),
        [[], outsideChain],
      )
    }
  })

  test('an ordered CA has neither name nor key; replaced, it has both, and its order still', async () => {
    const ordered = await add(
      stage,
      orderedAuthority({ id: newId(), orderId: newId(), createdAt: now, enterpriseProjectId: '0' }),
    )
    assert.deepEqual(await find(ordered.id), ordered)
    const { orderId } = ordered
    const named = { ...anAuthority({ id: ordered.id, orderId }) }
    await stage.database.write(ours, ({ authorities }) => authorities.replace(named))
    assert.deepEqual(await find(ordered.id), named)
  })

  test('is found by the name in its certificate and by its serial number, in its own account', async () => {
    const certificate = anAuthorityCertificate({ subjectNameDer: octets(0x30, 77) })
    const issuerId = newId()
    const one = await add(stage, anAuthority({ certificate, issuerId }))
    const two = await add(stage, anAuthority({ certificate, issuerId, generationMode: 'CSR' }))
    const look = (accountId: string) =>
      stage.database.read(accountId, async ({ authorities }) => [
        (await authorities.withSubject(certificate.subjectNameDer)).map(({ id }) => id).sort(),
        (await authorities.withSerial(issuerId, certificate.serialNumber)).map(({ id }) => id).sort(),
        await authorities.withSerial(newId(), certificate.serialNumber),
        await authorities.withSubject(octets(0x30, 78)),
      ])
    assert.deepEqual(await look(ours), [[one.id, two.id], [one.id, two.id], [], []])
    for (const stranger of [theirs, '']) assert.deepEqual(await look(stranger), [[], [], [], []])
  })
}

/** Nothing was brought along with them. */
const alone = (...chain: readonly Authority[]) =>
  chain.map((authority) => ({ ...authority, outsideChain: [] }))

function chainTests(stage: Stage): void {
  test('a chain goes from the CA up to the last one that the account holds', async () => {
    const root = await add(stage, anAuthority({ issuerId: null }))
    const middle = await add(stage, anAuthority({ type: 'SUBORDINATE', issuerId: root.id }))
    const leaf = await add(stage, anAuthority({ type: 'SUBORDINATE', issuerId: middle.id }))
    await stage.database.read(ours, async ({ authorities }) => {
      assert.deepEqual(await authorities.chain(leaf.id), alone(leaf, middle, root))
      assert.deepEqual(await authorities.chain(root.id), alone(root))
    })
    await stage.database.write(ours, async ({ authorities }) => {
      assert.deepEqual(await authorities.chain(middle.id), alone(middle, root))
    })
  })

  test('a chain never enters another account', async () => {
    const foreign = await add(stage, anAuthority(), theirs)
    const own = await add(stage, anAuthority({ type: 'SUBORDINATE', issuerId: foreign.id }))
    const chain = await stage.database.read(ours, ({ authorities }) => authorities.chain(own.id))
    assert.deepEqual(chain, alone(own))
  })

  test('CAs that name each other as issuer end in a finite chain', async () => {
    const [one, two] = [newId(), newId()]
    await add(stage, anAuthority({ id: one, issuerId: two }))
    await add(stage, anAuthority({ id: two, issuerId: one }))
    const chain = await stage.database.read(ours, ({ authorities }) => authorities.chain(one))
    assert.ok(chain.length < 100)
  })
}

function replacingTests(stage: Stage): void {
  test('replaces a CA with all that changed', async () => {
    const pending = await add(stage, anAuthority({ state: 'PENDING', certificate: null }))
    const active = { ...pending, state: 'ACTIVED', certificate: anAuthorityCertificate() } as const
    await stage.database.write(ours, ({ authorities }) => authorities.replace(active))
    const found = await stage.database.read(ours, ({ authorities }) => authorities.find(pending.id))
    assert.deepEqual(found, active)
  })

  test('refuses to replace what is absent or another account’s', async () => {
    const own = await add(stage, anAuthority())
    const usurped = { ...own, state: 'DISABLED' } as const
    for (const [accountId, authority] of [
      [ours, anAuthority()],
      [theirs, usurped],
    ] as const) {
      const replaced = stage.database.write(accountId, ({ authorities }) => authorities.replace(authority))
      await assert.rejects(replaced, DomainError)
    }
    const found = await stage.database.read(ours, ({ authorities }) => authorities.find(own.id))
    assert.deepEqual(found, own)
  })

  test('refuses a CA that is there already, and one of nobody', async () => {
    const own = await add(stage, anAuthority())
    await assert.rejects(add(stage, own))
    await assert.rejects(add(stage, anAuthority(), ''))
  })
}

function keyTests(stage: Stage): void {
  test('knows which keys the account’s CAs hold', async () => {
    const publicKeyDer = octets(0x30, 9, 9, 9)
    const { id } = await add(stage, anAuthority({ publicKeyDer }))
    await stage.database.read(ours, async ({ authorities }) => {
      assert.equal(await authorities.holdsKey(publicKeyDer), true)
      assert.equal(await authorities.holdsKey(publicKeyDer, id), false)
      assert.equal(await authorities.holdsKey(publicKeyDer, newId()), true)
      assert.equal(await authorities.holdsKey(octets(0x30, 9, 9)), false)
    })
  })
}

function versionTests(stage: Stage): void {
  const version = (account: string) =>
    stage.database.read(account, ({ authorities }) => authorities.version())

  test('the version grows with every change, within its own write too', async () => {
    const [account, authority] = [newId(), anAuthority()]
    const seen = await stage.database.write(account, async ({ authorities }) => {
      const before = await authorities.version()
      await authorities.add(authority)
      const added = await authorities.version()
      await authorities.replace(authority)
      return [before, added, await authorities.version()]
    })
    assert.deepEqual(seen, [0, 1, 2])
    assert.equal(await version(account), 2)
    assert.equal(await stage.database.changes.version(account, 'authorities'), 2)
  })

  test('the version of one account does not move with another’s, nor with a write that failed', async () => {
    const account = newId()
    await stage.database.write(newId(), ({ authorities }) => authorities.add(anAuthority()))
    const failed = stage.database.write(account, async ({ authorities }) => {
      await authorities.add(anAuthority())
      throw new Error('no')
    })
    await assert.rejects(failed)
    assert.equal(await version(account), 0)
    assert.equal(await stage.database.changes.version(account, 'authorities'), 0)
  })

  test('a write sees the changes of those that were queued with it before', async () => {
    const account = newId()
    const add = stage.database.write(account, ({ authorities }) => authorities.add(anAuthority()))
    const seen = stage.database.write(account, ({ authorities }) => authorities.version())
    await add
    assert.equal(await seen, 1)
  })
}
