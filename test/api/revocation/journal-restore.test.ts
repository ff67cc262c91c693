import assert from 'node:assert/strict'
import { readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, suite, test } from 'node:test'
import { createRoot, createSubordinate, done, issue, ok, refused } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities, certificates, issueBody, pendingBody, subordinateBody } from '../samples.ts'
import { backUp, mark, newFolder, startApart } from './backups.ts'
import {
  awaitList,
  enableList,
  fetchList,
  firstBucket,
  listUrl,
  revokeAuthority,
  revokeCertificate,
  until,
} from './lists.ts'
import { serialOf, statusOf, switchResponder } from './statuses.ts'

const buckets = newFolder(after)
const folders = { first: newFolder(after), unmarked: newFolder(after), marked: newFolder(after) }

interface ShownJournal {
  readonly journal_lag_seconds: number
  readonly queued: number
  readonly reading_back: number
  readonly failing: boolean
}

const release = async ({ api }: RunningServer, id: string) =>
  done(await api('POST', `${certificates}/${id}/release`))
/** Health knows nothing before its first look. */
const journalOf = (server: RunningServer) =>
  until('a look at the journals', async () => {
    const answer = await fetch(`${server.base}/healthz`)
    return (
      ((await answer.json()) as { revocation_journal: ShownJournal | null }).revocation_journal ?? undefined
    )
  })

/** What was done before the backup, and what only after it. */
async function live() {
  const server = await startApart(folders.first, buckets)
  ok(await server.api('POST', `${authorities}/agencies`))
  const root = await createRoot(server)
  await enableList(server, root)
  await switchResponder(server, root, true)
  const sub = await createSubordinate(server, root)
  const [known, onHold, held] = [
    await issue(server, root),
    await issue(server, root),
    await issue(server, root),
  ]
  await revokeCertificate(server, onHold, 'CERTIFICATE_HOLD')
  const { ca_id: later } = ok(await server.api('POST', authorities, pendingBody('Later')))
  for (const folder of [folders.unmarked, folders.marked]) backUp(folders.first, folder)

  await revokeCertificate(server, known, 'KEY_COMPROMISE')
  await revokeCertificate(server, held, 'CERTIFICATE_HOLD')
  await release(server, onHold)
  await revokeAuthority(server, sub, 'SUPERSEDED')
  const laterSerial = await revokeUnderActivated(server, root, later)
  const [unknown, released, deleted] = [
    await issue(server, root),
    await issue(server, root),
    await issue(server, root),
  ]
  const serials = {
    known: await serialOf(server, known),
    held: await serialOf(server, held),
    onHold: await serialOf(server, onHold),
    sub: ok(await server.api('GET', `${authorities}/${sub}`)).serial_number as string,
    unknown: await serialOf(server, unknown),
    released: await serialOf(server, released),
    deleted: await serialOf(server, deleted),
  }
  await revokeCertificate(server, unknown)
  await revokeCertificate(server, released, 'CERTIFICATE_HOLD')
  await release(server, released)
  await revokeCertificate(server, deleted, 'PRIVILEGE_WITHDRAWN')
  done(await server.api('DELETE', `${certificates}/${deleted}`))
  const bucket = await firstBucket(server.api)
  const { number } = await awaitList(
    listUrl(server, bucket, root),
    'all of it',
    ({ reasons }) => reasons.has(serials.deleted) && !reasons.has(serials.onHold),
  )
  const accountFolder = join(buckets, server.credentials.domain.id, bucket)
  const journal = await journalOf(server)
  await server.close()
  return {
    root,
    sub,
    later,
    laterSerial,
    known,
    onHold,
    held,
    serials,
    bucket,
    number,
    accountFolder,
    journal,
  }
}

const activate = async (server: RunningServer, issuerId: string, id: string) => {
  const validity = { type: 'YEAR', value: 1 }
  const body = { issuer_id: issuerId, signature_algorithm: 'SHA256', validity, key_usages: ['keyCertSign'] }
  done(await server.api('POST', `${authorities}/${id}/activate`, body))
  await switchResponder(server, id, true)
}

/** A CA gets its certificate, issues, and revokes that; yields the serial number. */
async function revokeUnderActivated(server: RunningServer, issuerId: string, id: string): Promise<string> {
  await activate(server, issuerId, id)
  const certificate = await issue(server, id)
  await revokeCertificate(server, certificate, 'KEY_COMPROMISE')
  return await serialOf(server, certificate)
}

interface RevokedStatus {
  readonly reason: string | null
}

const scene = await live()
const { root, serials } = scene

/** Everything is as it was when the backup was long past. */
async function holds(server: RunningServer): Promise<void> {
  const { reasons, number } = await awaitList(
    listUrl(server, scene.bucket, root),
    'a list of the restored',
    (list) => list.number > scene.number,
  )
  const expected = {
    [serials.known]: 'KEY_COMPROMISE',
    [serials.held]: 'CERTIFICATE_HOLD',
    [serials.sub]: 'SUPERSEDED',
    [serials.unknown]: 'UNSPECIFIED',
    [serials.deleted]: 'PRIVILEGE_WITHDRAWN',
  }
  assert.deepEqual(Object.fromEntries(reasons), expected)
  assert.ok(number > scene.number)
  for (const [serial, reason] of Object.entries(expected)) {
    const status = await statusOf(server, root, serial)
    assert.equal((status as RevokedStatus).reason ?? 'UNSPECIFIED', reason)
  }
  for (const serial of [serials.onHold, serials.released]) {
    assert.equal(await statusOf(server, root, serial), 'good')
  }
  const status = async (path: string) => ok(await server.api('GET', path)).status
  assert.equal(await status(`${certificates}/${scene.known}`), 'REVOKED')
  assert.equal(await status(`${certificates}/${scene.onHold}`), 'ISSUED')
  assert.equal(await status(`${authorities}/${scene.sub}`), 'REVOKED')
  await issue(server, root)
  // the same key certifies again, as if it never had
  await activate(server, root, scene.later)
  const again = await statusOf(server, scene.later, scene.laterSerial)
  assert.equal((again as RevokedStatus).reason, 'KEY_COMPROMISE')
}

suite('a database from before', () => {
  test('what was revoked lay in the bucket before it was answered', () => {
    assert.deepEqual(scene.journal, { journal_lag_seconds: 0, queued: 0, reading_back: 0, failing: false })
    const lying = readdirSync(scene.accountFolder)
    assert.deepEqual(
      lying.sort(),
      [`${root}.00000001.journal`, `${root}.crl`, `${scene.later}.00000001.journal`].sort(),
    )
  })

  test('brought back without a word: the journal tells, and nothing comes back', async (t) => {
    const server = await startApart(folders.unmarked, buckets)
    t.after(() => server.close())
    await until('read back', async () => {
      const { status } = ok(await server.api('GET', `${certificates}/${scene.known}`))
      return status === 'REVOKED' || undefined
    })
    await holds(server)
    const { records } = ok(await server.api('GET', '/v1/audit/records?operation=takeOverRevocation'))
    assert.equal(records.length, 8)
  })

  test('brought back by the restore: no CA signs before its journal was read, damaged or gone', async (t) => {
    mark(folders.marked)
    const journal = join(scene.accountFolder, `${root}.00000001.journal`)
    renameSync(journal, `${journal}.kept`)
    writeFileSync(journal, 'somebody else’s')
    const server = await startApart(folders.marked, buckets)
    t.after(() => server.close())
    const blocked = async () => {
      refused(await server.api('POST', certificates, issueBody(root)), 403, 'PCA.00030201')
      refused(await server.api('POST', certificates, issueBody(scene.sub)), 403, 'PCA.00030201')
      refused(await server.api('POST', authorities, subordinateBody(root)), 403, 'PCA.00030201')
      assert.equal(await statusOf(server, root, serials.known), 'tryLater')
    }
    await blocked()
    await until('a failure', async () => ((await journalOf(server)).failing ? true : undefined))
    await blocked()
    assert.ok((await journalOf(server)).reading_back >= 1)
    const listed = async () => (await fetchList(listUrl(server, scene.bucket, root)))?.number
    const lying = await listed()
    // revoking is never blocked; that it is queued can be seen
    await revokeCertificate(server, scene.known, 'SUPERSEDED')
    await until('a queued record', async () => ((await journalOf(server)).queued === 1 ? true : undefined))
    const database = new DatabaseSync(join(folders.marked, 'chancery.db'), { readOnly: true })
    t.after(() => database.close())
    const tending = database.prepare("select id from job where kind = 'tend-authority' and subject like ?")
    await until('a look after the CA', async () => (tending.get(`%/${root}`) ? undefined : true))
    assert.equal(await listed(), lying, 'a list was made')
    renameSync(`${journal}.kept`, journal)
    await until(
      'read back',
      async () => ((await journalOf(server)).reading_back === 0 ? true : undefined),
      40_000,
    )
    await until('drained', async () => ((await journalOf(server)).queued === 0 ? true : undefined))
    assert.equal(await statusOf(server, root, serials.onHold), 'good')
    assert.equal(typeof (await statusOf(server, root, serials.unknown)), 'object')
    await issue(server, root)
  })
})
