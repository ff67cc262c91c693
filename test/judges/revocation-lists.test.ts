import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type RevocationReason, revocationReasons } from '../../src/domain/model/revocation.ts'
import { serialOctets } from '../../src/domain/model/serial-number.ts'
import { RevocationListThread } from '../../src/revocation-list-thread.ts'
import { encodePem } from '../../src/x509/pem.ts'
import { type ListAuthority, makeListAuthority, orderOf } from '../operations/list-authority.ts'
import { whileAlive } from '../operations/threads.ts'
import { startPostgres } from '../ports/embedded-postgres.ts'
import { openPostgresOn } from '../ports/open-postgres.ts'
import { openSqlite } from '../ports/open-sqlite.ts'
import type { Open, Opened } from '../ports/opened.ts'
import { newSerial, now, ours, theirs } from '../ports/sample-nouns.ts'
import { skipWithout } from './programs.ts'

const folder = mkdtempSync(join(tmpdir(), 'chancery-lists-'))
const server = await startPostgres()
after(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

/** Yesterday by the judges' own clock, with a fraction of a second that the list does not show. */
const thisUpdate = Math.floor(Date.now() / 1000) * 1000 - 86_400_000 + 999
const times = { number: thisUpdate, thisUpdate, nextUpdate: thisUpdate + 7 * 86_400_000 }

const dataKeys = new Map([[1, new Uint8Array(randomBytes(32))]])
const engines: Readonly<Record<string, Open>> = { SQLite: openSqlite, PostgreSQL: openPostgresOn(server) }

/** The words of OpenSSL for each reason; UNSPECIFIED must leave no trace. */
const reasonNames: Record<RevocationReason, string | undefined> = {
  UNSPECIFIED: undefined,
  KEY_COMPROMISE: 'Key Compromise',
  CERTIFICATE_AUTHORITY_COMPROMISE: 'CA Compromise',
  AFFILIATION_CHANGED: 'Affiliation Changed',
  SUPERSEDED: 'Superseded',
  CESSATION_OF_OPERATION: 'Cessation Of Operation',
  CERTIFICATE_HOLD: 'Certificate Hold',
  PRIVILEGE_WITHDRAWN: 'Privilege Withdrawn',
  ATTRIBUTE_AUTHORITY_COMPROMISE: 'AA Compromise',
}

interface Revoked {
  readonly serialNumber: string
  readonly reason: RevocationReason
}

/** One certificate for each reason, and beside them what must not be listed. */
async function revokeOfEachKind({ database }: Opened, { authorityId }: ListAuthority): Promise<Revoked[]> {
  const revoke = (issuerId: string, accountId: string, reason: RevocationReason, notAfter: number) =>
    database.write(accountId, async ({ serials }) => {
      const serialNumber = newSerial()
      await serials.register({ issuerId, serialNumber, notAfter })
      await serials.revoke(issuerId, serialNumber, { reason, revokedAt: revokedAt(reason) })
      return { serialNumber, reason }
    })
  const reasons = Object.keys(revocationReasons) as RevocationReason[]
  const listed: Revoked[] = []
  for (const reason of reasons) listed.push(await revoke(authorityId, ours, reason, now + listed.length))
  await revoke(authorityId, ours, 'SUPERSEDED', now - 1)
  await revoke(`another-${authorityId}`, ours, 'SUPERSEDED', now)
  await revoke(`their-${authorityId}`, theirs, 'SUPERSEDED', now)
  return listed
}

const revokedAt = (reason: RevocationReason) => now - 86_400_000 * revocationReasons[reason] - 1

/** `Mar  1 00:00:00 2026 GMT` */
function opensslTime(ms: number): string {
  const [, day, month, year, time] = new Date(ms).toUTCString().split(' ')
  return `${month} ${String(Number(day)).padStart(2)} ${time} ${year} GMT`
}

/** `Sun Mar 01 00:00:00 UTC 2026` */
function gnutlsTime(ms: number): string {
  const [weekday, day, month, year, time] = new Date(ms).toUTCString().split(' ')
  return `${weekday?.slice(0, 3)} ${month} ${day} ${time} UTC ${year}`
}

function run(program: string, ...parameters: readonly string[]): string {
  const options = { cwd: folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } }
  const { stdout, stderr } = spawnSync(program, parameters, options as { encoding: 'utf8' })
  return stdout + stderr
}

const lines = (text: string) => new Set(text.split('\n').map((line) => line.trim()))

function judgedByOpenssl(revoked: readonly Revoked[], { authority }: ListAuthority): void {
  const parameters = ['-inform', 'DER', '-in', 'list.crl', '-CAfile', 'root.pem', '-noout', '-text']
  const text = run('openssl', 'crl', ...parameters)
  const shown = lines(text)
  const hash = authority.keyAlgorithm === 'EC384' ? 'sha384' : 'sha256'
  const isRsa = authority.keyAlgorithm === 'RSA2048'
  for (const line of [
    'verify OK',
    'Version 2 (0x1)',
    `Signature Algorithm: ${isRsa ? `${hash}WithRSAEncryption` : `ecdsa-with-${hash.toUpperCase()}`}`,
    `Last Update: ${opensslTime(thisUpdate)}`,
    `Next Update: ${opensslTime(times.nextUpdate)}`,
    'X509v3 CRL Number:',
    String(thisUpdate),
    'X509v3 Authority Key Identifier:',
    (authority.subjectKeyIdentifier.toHex().toUpperCase().match(/../g) ?? []).join(':'),
    ...(revoked.length === 0 ? ['No Revoked Certificates.'] : []),
  ]) {
    assert.ok(shown.has(line), `no line ${line} in\n${text}`)
  }
  assert.deepEqual(
    entriesOf(text),
    revoked.map(({ serialNumber, reason }) => [
      serialOctets(serialNumber).toHex().toUpperCase(),
      opensslTime(revokedAt(reason)),
      reasonNames[reason],
    ]),
  )
}

/** Serial, time and reason as OpenSSL shows them; a critical extension would be no reason here. */
const entriesOf = (text: string) =>
  text
    .slice(0, text.lastIndexOf('Signature Algorithm'))
    .split('Serial Number: ')
    .slice(1)
    .map((entry) => {
      const [serial, time] = [/^[0-9A-F]+/.exec(entry)?.[0], /Revocation Date: (.*)/.exec(entry)?.[1]]
      return [serial, time, /X509v3 CRL Reason Code: *\n +(.*)/.exec(entry)?.[1]]
    })

function judgedByGnutls(revoked: readonly Revoked[], { authority }: ListAuthority): void {
  const text = run('certtool', '--crl-info', '--inder', '--infile', 'list.crl')
  const shown = lines(text)
  for (const line of [
    'Version: 2',
    `Issued: ${gnutlsTime(thisUpdate)}`,
    `Next at: ${gnutlsTime(times.nextUpdate)}`,
    'Authority Key Identifier (not critical):',
    authority.subjectKeyIdentifier.toHex(),
    `CRL Number (not critical): ${thisUpdate.toString(16).padStart(12, '0')}`,
    ...(revoked.length > 0 ? [`Revoked certificates (${revoked.length}):`] : ['No revoked certificates.']),
    ...revoked.map(({ serialNumber }) => `Serial Number (hex): ${serialOctets(serialNumber).toHex()}`),
    ...revoked.map(({ reason }) => `Revoked at: ${gnutlsTime(revokedAt(reason))}`),
  ]) {
    assert.ok(shown.has(line), `no line ${line} in\n${text}`)
  }
  writeFileSync(join(folder, 'list.pem'), run('openssl', 'crl', '-inform', 'DER', '-in', 'list.crl'))
  const verdict = run('certtool', '--verify-crl', '--load-ca-certificate', 'root.pem', '--infile', 'list.pem')
  assert.match(verdict, /Verification output: Verified\./)
}

for (const [name, open] of Object.entries(engines)) {
  describe(`revocation lists from ${name}`, skipWithout('openssl', 'certtool'), () => {
    for (const algorithm of ['RSA2048', 'EC256', 'EC384'] as const) {
      test(`signed with ${algorithm} say what was revoked and no more`, () =>
        whileAlive(async () => {
          const opened = await open()
          const lists = new RevocationListThread({ databaseUrl: opened.url, dataKeys })
          try {
            const authority = makeListAuthority(dataKeys, algorithm)
            writeFileSync(join(folder, 'root.pem'), encodePem('CERTIFICATE', authority.certificateDer))
            for (const revoked of [[], await revokeOfEachKind(opened, authority)]) {
              // without entries: all that was revoked has ended long before
              const endedAfter = revoked.length === 0 ? now + 86_400_000 : now
              const { der, entries } = await lists.make(orderOf(authority, { ...times, endedAfter }))
              writeFileSync(join(folder, 'list.crl'), der)
              assert.equal(entries, revoked.length)
              judgedByOpenssl(revoked, authority)
              judgedByGnutls(revoked, authority)
            }
          } finally {
            await lists.close()
            await opened.close()
          }
        }))
    }
  })
}
