import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChangeTopic } from '../../src/domain/ports/change-feed.ts'
import type { InstallationStores } from '../../src/domain/ports/doors.ts'
import type { Open } from './opened.ts'
import {
  aCertificate,
  anAccessKey,
  anAccount,
  anAuthority,
  aProject,
  aUser,
  newId,
  now,
  octets,
} from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const topics: readonly ChangeTopic[] = ['authorities', 'certificates', 'identity']
const secret = octets(1)

export function changeFeedSuite(name: string, open: Open): void {
  suite(`change feed on ${name}`, open, (stage) => {
    topicTests(stage)
    identityTests(stage)
    versionTests(stage)
  })
}

/** Which topics of the account a write changed. */
async function changedBy(
  { database }: Stage,
  accountId: string,
  work: (stores: InstallationStores) => Promise<unknown>,
): Promise<ChangeTopic[]> {
  const versions = () => Promise.all(topics.map((topic) => database.changes.version(accountId, topic)))
  const before = await versions()
  await database.write(accountId, work)
  const after = await versions()
  return topics.filter((_, index) => after[index] !== before[index])
}

function topicTests(stage: Stage): void {
  test('adding and replacing a CA change the authorities', async () => {
    const [account, authority] = [newId(), anAuthority()]
    assert.deepEqual(await changedBy(stage, account, (stores) => stores.authorities.add(authority)), [
      'authorities',
    ])
    const replaced = await changedBy(stage, account, (stores) => stores.authorities.replace(authority))
    assert.deepEqual(replaced, ['authorities'])
  })

  test('adding and revoking a certificate change the certificates', async () => {
    const [account, certificate] = [newId(), aCertificate()]
    const added = await changedBy(stage, account, (stores) => stores.certificates.add(certificate, octets(1)))
    assert.deepEqual(added, ['certificates'])
    const revocation = { revokedAt: now, reason: 'UNSPECIFIED' } as const
    const revoked = await changedBy(stage, account, (stores) =>
      stores.certificates.setRevocation(certificate.id, revocation),
    )
    assert.deepEqual(revoked, ['certificates'])
  })
}

function identityTests(stage: Stage): void {
  test('accounts, users, projects, access keys and the removal of a token change the identity', async () => {
    const account = anAccount()
    const user = aUser(account.id)
    const token = {
      userId: user.id,
      epoch: 1,
      projectId: null,
      delegate: null,
      methods: [],
      issuedAt: now,
      expiresAt: now,
    }
    const writes: [string, (stores: InstallationStores) => Promise<unknown>, ChangeTopic[]][] = [
      ['account', ({ directory }) => directory.addAccount(account, now), ['identity']],
      ['user', ({ directory }) => directory.addUser(user, '', now), ['identity']],
      ['project', ({ directory }) => directory.addProject(account.id, aProject(), now), ['identity']],
      ['key', ({ directory }) => directory.addAccessKey(anAccessKey(user.id), secret, now), ['identity']],
      ['token', ({ directory }) => directory.addToken({ tokenHash: 'hash', ...token }), []],
      ['removal', ({ directory }) => directory.removeToken('hash'), ['identity']],
      ['removal of none', ({ directory }) => directory.removeToken('hash'), []],
      ['removal of expired ones', ({ directory }) => directory.removeExpiredTokens(now, 10), []],
    ]
    for (const [what, work, changed] of writes) {
      assert.deepEqual(await changedBy(stage, account.id, work), changed, what)
    }
  })
}

function versionTests(stage: Stage): void {
  test('what never changed has version 0', async () => {
    assert.equal(await stage.database.changes.version(newId(), 'authorities'), 0)
  })

  test('a write that failed changes nothing, nor does one of another account', async () => {
    const account = newId()
    const failed = stage.database.write(account, async ({ authorities }) => {
      await authorities.add(anAuthority())
      throw new Error('no')
    })
    await assert.rejects(failed)
    await stage.database.write(newId(), ({ authorities }) => authorities.add(anAuthority()))
    assert.equal(await stage.database.changes.version(account, 'authorities'), 0)
  })

  test('many certificates in one write are one change', async () => {
    const account = newId()
    await stage.database.write(account, async ({ certificates }) => {
      for (let count = 0; count < 5; count += 1) await certificates.add(aCertificate(), octets(1))
    })
    assert.equal(await stage.database.changes.version(account, 'certificates'), 1)
  })

  test('versions are kept in the database', async () => {
    const account = newId()
    for (let count = 0; count < 2; count += 1) {
      await stage.database.write(account, ({ authorities }) => authorities.add(anAuthority()))
    }
    const rows = await stage.opened.query(`select topic, version from change where account_id = '${account}'`)
    assert.deepEqual(
      rows.map(({ topic, version }) => [topic, Number(version)]),
      [['authorities', 2]],
    )
  })
}
