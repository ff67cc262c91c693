import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import type { RevocationReason } from '../../src/domain/model/revocation.ts'
import type { Open } from './opened.ts'
import { aCertificate, newId, newSerial, now, octets, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function serialRegistrySuite(name: string, open: Open): void {
  suite(`serial registry on ${name}`, open, (stage) => {
    registeringTests(stage)
    revokingTests(stage)
  })
}

const isUnexpected = (error: unknown) => error instanceof DomainError && error.code === 'unexpected'

const register = ({ database }: Stage, issuerId: string, serialNumber: string, accountId = ours) =>
  database.write(accountId, ({ serials }) => serials.register({ issuerId, serialNumber, notAfter: now }))

async function registered({ opened }: Stage, issuerId: string) {
  const columns = 'not_after, revoked_at, revocation_reason, held_at'
  return await opened.query(`select ${columns} from issued_serial where issuer_id = '${issuerId}'`)
}

function registeringTests(stage: Stage): void {
  test('registers a serial once per issuer', async () => {
    const [issuer, other, serial] = [newId(), newId(), newSerial()]
    await register(stage, issuer, serial)
    await register(stage, other, serial)
    await assert.rejects(register(stage, issuer, serial), isUnexpected)
    const row = { not_after: now, revoked_at: null, revocation_reason: null, held_at: null }
    assert.deepEqual(numbered(await registered(stage, issuer)), [row])
  })

  test('refuses another account’s use of the same issuer and serial too', async () => {
    const [issuer, serial] = [newId(), newSerial()]
    await register(stage, issuer, serial)
    await assert.rejects(register(stage, issuer, serial, theirs), isUnexpected)
  })

  test('refuses a serial of nobody', async () => {
    await assert.rejects(register(stage, newId(), newSerial(), ''))
  })

  test('a duplicate refuses all of its write, and nothing of the writes beside it', async () => {
    const [issuer, serial] = [newId(), newSerial()]
    await register(stage, issuer, serial)
    const issue = (serialNumber: string) => {
      const certificate = aCertificate({ issuerId: issuer, serialNumber })
      const written = stage.database.write(ours, async ({ certificates, serials }) => {
        await certificates.add(certificate, octets(0x30))
        await serials.register({ issuerId: issuer, serialNumber, notAfter: now })
      })
      return { id: certificate.id, written }
    }
    const [before, duplicate, after] = [issue(newSerial()), issue(serial), issue(newSerial())]
    await assert.rejects(duplicate.written, isUnexpected)
    await Promise.all([before.written, after.written])
    await stage.database.read(ours, async ({ certificates }) => {
      assert.ok(await certificates.find(before.id))
      assert.ok(await certificates.find(after.id))
      assert.equal(await certificates.find(duplicate.id), undefined)
    })
  })

  test('of many that register one serial at once, one succeeds', async () => {
    const [issuer, serial] = [newId(), newSerial()]
    const attempts = Array.from({ length: 10 }, () => register(stage, issuer, serial))
    const outcomes = await Promise.allSettled(attempts)
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  })
}

function revokingTests(stage: Stage): void {
  const revoke = (
    issuerId: string,
    serial: string,
    reason: RevocationReason,
    revokedAt: number,
    accountId = ours,
  ) =>
    stage.database.write(accountId, ({ serials }) => serials.revoke(issuerId, serial, { reason, revokedAt }))

  test('records why and when, and keeps the time of a hold that became another reason', async () => {
    const [issuer, serial] = [newId(), newSerial()]
    await register(stage, issuer, serial)
    await revoke(issuer, serial, 'CERTIFICATE_HOLD', now + 1)
    const held = {
      not_after: now,
      revoked_at: now + 1,
      revocation_reason: 'CERTIFICATE_HOLD',
      held_at: now + 1,
    }
    assert.deepEqual(numbered(await registered(stage, issuer)), [held])
    await revoke(issuer, serial, 'KEY_COMPROMISE', now + 2)
    const revoked = { ...held, revoked_at: now + 2, revocation_reason: 'KEY_COMPROMISE' }
    assert.deepEqual(numbered(await registered(stage, issuer)), [revoked])
  })

  test('refuses to revoke what was never registered, or by another account', async () => {
    const [issuer, serial] = [newId(), newSerial()]
    await register(stage, issuer, serial)
    await assert.rejects(revoke(issuer, newSerial(), 'UNSPECIFIED', now), isUnexpected)
    await assert.rejects(revoke(newId(), serial, 'UNSPECIFIED', now), isUnexpected)
    await assert.rejects(revoke(issuer, serial, 'UNSPECIFIED', now, theirs), isUnexpected)
    assert.equal((await registered(stage, issuer))[0]?.['revoked_at'], null)
  })
}

/** BIGINT comes to the observer of PostgreSQL as text. */
const numbered = (rows: Record<string, unknown>[]) =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, value]) => [
        key,
        typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
      ]),
    ),
  )
