import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Open } from './opened.ts'
import { aCertificate, anAuthority, newId, newSerial, now, octets, ours, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

/** What leaves, and what must not: another account's, and what CRL and OCSP will still be asked for. */
export function removalSuite(name: string, open: Open): void {
  suite(`removal on ${name}`, open, (stage) => {
    certificateTests(stage)
    authorityTests(stage)
    releaseTests(stage)
  })
}

function certificateTests(stage: Stage): void {
  test('a certificate goes with its DER, a key by itself; the other account removes neither', async () => {
    const certificate = aCertificate()
    await stage.database.write(ours, async ({ certificates, keys }) => {
      await certificates.add(certificate, octets(1, 2))
      await keys.add(certificate.id, octets(3))
    })
    const look = () =>
      stage.database.read(ours, async ({ certificates, keys }) => [
        (await certificates.find(certificate.id))?.id,
        await certificates.findDer(certificate.id),
        await keys.find(certificate.id),
      ])
    const remove = (accountId: string) =>
      stage.database.write(accountId, async ({ certificates, keys }) => {
        await keys.remove(certificate.id)
        await certificates.remove(certificate.id)
      })
    for (const stranger of [theirs, '']) await remove(stranger)
    assert.deepEqual(await look(), [certificate.id, octets(1, 2), octets(3)])
    await remove(ours)
    assert.deepEqual(await look(), [undefined, undefined, undefined])
  })

  test('a quota gets one back, and never falls below none', async () => {
    const account = newId()
    const used = () => stage.database.read(account, ({ quotas }) => quotas.used('CERTIFICATE'))
    await stage.database.write(account, ({ quotas }) => quotas.take('CERTIFICATE', 1))
    await stage.database.write(account, ({ quotas }) => quotas.giveBack('CERTIFICATE'))
    assert.equal(await used(), 0)
    await stage.database.write(account, ({ quotas }) => quotas.giveBack('CERTIFICATE'))
    assert.equal(await used(), 0)
    assert.equal(await stage.database.write(account, ({ quotas }) => quotas.take('CERTIFICATE', 1)), true)
  })
}

function authorityTests(stage: Stage): void {
  test('a CA without a certificate goes; one that has one stays for the chains below it', async () => {
    const [pending, active] = [anAuthority({ state: 'PENDING', certificate: null }), anAuthority()]
    await stage.database.write(ours, async ({ authorities }) => {
      await authorities.add(pending)
      await authorities.add(active)
    })
    const version = () => stage.database.read(ours, ({ authorities }) => authorities.version())
    const before = await version()
    for (const accountId of [theirs, ours]) {
      await stage.database.write(accountId, async ({ authorities }) => {
        await authorities.remove(accountId === theirs ? pending.id : active.id)
      })
    }
    const found = await stage.database.read(ours, ({ authorities }) => authorities.find(pending.id))
    assert.equal(found?.id, pending.id)
    await stage.database.write(ours, ({ authorities }) => authorities.remove(pending.id))
    await stage.database.read(ours, async ({ authorities }) => {
      assert.equal(await authorities.find(pending.id), undefined)
      assert.equal((await authorities.find(active.id))?.id, active.id)
    })
    assert.ok((await version()) > before)
  })
}

function releaseTests(stage: Stage): void {
  const held = async (issuerId: string) => {
    const rows = await stage.opened.query(
      `select revoked_at, revocation_reason, held_at from issued_serial where issuer_id = '${issuerId}'`,
    )
    return rows.map((row) =>
      Object.values(row as object).map((value) => (value === null ? null : String(value))),
    )
  }

  test('a hold ends and stays in history; another reason does not end', async () => {
    const [issuerId, serialNumber] = [newId(), newSerial()]
    await stage.database.write(ours, async ({ serials }) => {
      await serials.register({ issuerId, serialNumber, notAfter: now })
      await serials.revoke(issuerId, serialNumber, { revokedAt: now, reason: 'CERTIFICATE_HOLD' })
    })
    const release = (accountId: string) =>
      stage.database.write(accountId, ({ serials }) => serials.release(issuerId, serialNumber))
    await assert.rejects(release(theirs))
    await release(ours)
    assert.deepEqual(await held(issuerId), [[null, null, String(now)]])
    await assert.rejects(release(ours))
    await stage.database.write(ours, ({ serials }) =>
      serials.revoke(issuerId, serialNumber, { revokedAt: now + 1, reason: 'KEY_COMPROMISE' }),
    )
    await assert.rejects(release(ours))
    assert.deepEqual(await held(issuerId), [[String(now + 1), 'KEY_COMPROMISE', String(now)]])
  })
}
