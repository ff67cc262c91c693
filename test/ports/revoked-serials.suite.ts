import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serialOctets } from '../../src/domain/model/serial-number.ts'
import { openRevokedSerials, type RevokedSerial } from '../../src/storage/revoked-serials.ts'
import { openSnapshots } from '../../src/storage/snapshots.ts'
import { insertManyRevoked } from './many-revoked.ts'
import type { Open } from './opened.ts'
import { newId, newSerial, now, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function revokedSerialsSuite(name: string, open: Open): void {
  suite(`revoked serials on ${name}`, open, (stage) => {
    contentTests(stage)
    pageTests(stage)
    snapshotTests(stage)
  })
}

async function readAll({ opened }: Stage, issuerId: string, endedAfter = 0): Promise<RevokedSerial[]> {
  const serials = await openRevokedSerials(opened.url)
  const found: RevokedSerial[] = []
  try {
    await serials.read(issuerId, endedAfter, (revoked) => found.push(revoked))
    return found
  } finally {
    await serials.close()
  }
}

async function register({ database }: Stage, issuerId: string, notAfter = now, accountId = ours) {
  const serialNumber = newSerial()
  await database.write(accountId, ({ serials }) => serials.register({ issuerId, serialNumber, notAfter }))
  return serialNumber
}

async function revoke(stage: Stage, issuerId: string, notAfter = now, accountId = ours): Promise<string> {
  const serialNumber = await register(stage, issuerId, notAfter, accountId)
  const revocation = { revokedAt: now - 1000, reason: 'SUPERSEDED' } as const
  await stage.database.write(accountId, ({ serials }) => serials.revoke(issuerId, serialNumber, revocation))
  return serialNumber
}

const hexOf = ({ serialNumber }: RevokedSerial) => serialNumber.toHex()
const hexes = (serials: readonly string[]) => serials.map((serial) => serialOctets(serial).toHex())

function contentTests(stage: Stage): void {
  test('are an issuer’s own, and none that is only registered or was released', async () => {
    const [issuer, other] = [newId(), newId()]
    const revoked = await revoke(stage, issuer)
    await register(stage, issuer)
    await revoke(stage, other)
    await revoke(stage, newId(), now, theirs)
    const held = await register(stage, issuer)
    const hold = { revokedAt: now, reason: 'CERTIFICATE_HOLD' } as const
    await stage.database.write(ours, ({ serials }) => serials.revoke(issuer, held, hold))
    assert.equal((await readAll(stage, issuer)).length, 2)
    await stage.database.write(ours, ({ serials }) => serials.release(issuer, held))
    const found = await readAll(stage, issuer)
    assert.deepEqual(
      found.map(({ revokedAt, reason }) => [revokedAt, reason]),
      [[now - 1000, 'SUPERSEDED']],
    )
    assert.deepEqual(found.map(hexOf), hexes([revoked]))
  })

  test('are none where an issuer revoked nothing', async () => {
    assert.deepEqual(await readAll(stage, newId()), [])
  })

  test('leave out what ended before the bound, and nothing that ended at it', async () => {
    const issuer = newId()
    await revoke(stage, issuer, now - 1)
    const kept = [await revoke(stage, issuer, now), await revoke(stage, issuer, now + 1)]
    assert.deepEqual((await readAll(stage, issuer, now)).map(hexOf), hexes(kept))
  })
}

function pageTests(stage: Stage): void {
  /** One certificate's end for all, so that pages are told apart by serials alone; and ends of their own. */
  for (const stepMs of [0, 1]) {
    for (const count of [4_999, 5_000, 5_001, 15_000]) {
      test(`come once each, ${count} of them, with ends ${stepMs} ms apart`, async () => {
        const issuerId = newId()
        const many = { accountId: ours, issuerId, count, notAfter: now, stepMs, revokedAt: now }
        await stage.opened.query(insertManyRevoked(stage.opened.url, many))
        const found = await readAll(stage, issuerId, now)
        assert.equal(found.length, count)
        assert.equal(new Set(found.map(hexOf)).size, count)
        assert.equal(new Set(found.map(({ revokedAt }) => revokedAt)).size, count)
        assert.equal(found.filter(({ reason }) => reason === 'UNSPECIFIED').length, Math.ceil(count / 5))
      })
    }
  }
}

function snapshotTests(stage: Stage): void {
  test('are read at one moment, whatever is written meanwhile', async () => {
    const issuer = newId()
    await revoke(stage, issuer)
    const snapshots = await openSnapshots(stage.opened.url)
    const count = await snapshots.read(async (db) => {
      const issued = db.selectFrom('issued_serial').select('serial_number').where('issuer_id', '=', issuer)
      const before = await issued.execute()
      await revoke(stage, issuer)
      const after = await issued.execute()
      return [before.length, after.length]
    })
    await snapshots.close()
    assert.deepEqual(count, [1, 1])
    assert.equal((await readAll(stage, issuer)).length, 2)
  })

  test('can not be written where they are read', async () => {
    const snapshots = await openSnapshots(stage.opened.url)
    await assert.rejects(snapshots.read((db) => db.deleteFrom('issued_serial').execute()))
    await snapshots.close()
  })
}
