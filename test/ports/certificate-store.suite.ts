import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import type { Open } from './opened.ts'
import { aCertificate, newId, now, octets, ours, subjectNamed, theirs } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const der = octets(0x30, 0x82, 0, 255)
const firstPage = { offset: 0, limit: 100, sortKey: 'create_time', direction: 'ascending' } as const

export function certificateStoreSuite(name: string, open: Open): void {
  suite(`certificate store on ${name}`, open, (stage) => {
    findingTests(stage)
    revokingTests(stage)
    nameTests(stage)
  })
}

const add = ({ database }: Stage, certificate: PrivateCertificate, accountId = ours) =>
  database.write(accountId, async ({ certificates }) => {
    await certificates.add(certificate, der)
    return certificate
  })

const find = ({ database }: Stage, id: string) =>
  database.read(ours, ({ certificates }) => certificates.find(id))

function findingTests(stage: Stage): void {
  test('finds a certificate and its DER as they were added', async () => {
    const certificate = await add(stage, aCertificate({ serialNumber: '1', signatureHash: 'SHA512' }))
    assert.deepEqual(await find(stage, certificate.id), certificate)
    const foundDer = await stage.database.read(ours, ({ certificates }) =>
      certificates.findDer(certificate.id),
    )
    assert.deepEqual(foundDer, der)
  })

  test('keeps a serial number of 20 octets to the last digit', async () => {
    const serialNumber = ((1n << 159n) - 1n).toString()
    const certificate = await add(stage, aCertificate({ serialNumber }))
    assert.equal((await find(stage, certificate.id))?.serialNumber, serialNumber)
  })

  test('an unknown certificate, another account’s, and everything for nobody is absent', async () => {
    const { id } = await add(stage, aCertificate())
    for (const [accountId, sought] of [
      [ours, newId()],
      [theirs, id],
      ['', id],
    ] as const) {
      await stage.database.read(accountId, async ({ certificates }) => {
        assert.equal(await certificates.find(sought), undefined)
        assert.equal(await certificates.findDer(sought), undefined)
        if (accountId === ours) return
        assert.deepEqual(await certificates.list({}, firstPage, now), { total: 0, items: [] })
      })
    }
  })

  test('refuses a certificate that is there already, and one of nobody', async () => {
    const certificate = await add(stage, aCertificate())
    await assert.rejects(add(stage, certificate))
    await assert.rejects(add(stage, aCertificate(), ''))
  })
}

function revokingTests(stage: Stage): void {
  test('revokes, and a later reason replaces a hold', async () => {
    const certificate = await add(stage, aCertificate())
    for (const reason of ['CERTIFICATE_HOLD', 'KEY_COMPROMISE'] as const) {
      const revocation = { revokedAt: now, reason }
      await stage.database.write(ours, ({ certificates }) =>
        certificates.setRevocation(certificate.id, revocation),
      )
      assert.deepEqual(await find(stage, certificate.id), { ...certificate, revocation })
    }
  })

  test('refuses to revoke what is absent or another account’s', async () => {
    const certificate = await add(stage, aCertificate())
    for (const [accountId, id] of [
      [ours, newId()],
      [theirs, certificate.id],
    ] as const) {
      const revoked = stage.database.write(accountId, ({ certificates }) =>
        certificates.setRevocation(id, { revokedAt: now, reason: 'UNSPECIFIED' }),
      )
      await assert.rejects(revoked, DomainError)
    }
    assert.deepEqual(await find(stage, certificate.id), certificate)
  })
}

function nameTests(stage: Stage): void {
  test('finds a part of a Greek name, though sigma looks different at its end', async () => {
    const { id } = await add(stage, aCertificate({ subject: subjectNamed('ΟΔΟΣΑΡΙΘΜΟΣ') }))
    for (const name of ['ΟΔΟΣ', 'οδος', 'αριθμος']) {
      const { items } = await stage.database.search(ours, ({ certificates }) =>
        certificates.list({ name }, firstPage, now),
      )
      assert.deepEqual(
        items.map((item) => item.id),
        [id],
        name,
      )
    }
  })
}
