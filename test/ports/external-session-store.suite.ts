import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ExternalSessionStore } from '../../src/domain/ports/external-session-store.ts'
import type { Open } from './opened.ts'
import { anAccount, aProject, newId, now } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function externalSessionStoreSuite(name: string, open: Open): void {
  suite(`external sessions on ${name}`, open, (stage) => {
    tokenTests(stage)
    signInTests(stage)
  })
}

const write = <Result>({ database }: Stage, work: (sessions: ExternalSessionStore) => Promise<Result>) =>
  database.write('', ({ externalSessions }) => work(externalSessions))

const find = ({ database }: Stage, hash: string, at = now) =>
  database.read('', ({ externalSessions }) => externalSessions.find(hash, at))

const vouched = {
  source: 'corp',
  subject: 'üser/0815',
  name: 'Ursula 漢',
  names: ['pki "team"', '__proto__'],
  expiresAt: now + 3_600_000,
}

async function addAccount({ database }: Stage) {
  const [account, project] = [anAccount(), aProject()]
  await database.write('', async ({ directory }) => {
    await directory.addAccount(account, now)
    await directory.addProject(account.id, project, now)
  })
  return { account, project }
}

async function addToken(stage: Stage, expiresAt = vouched.expiresAt) {
  const { account, project } = await addAccount(stage)
  const [tokenHash, session] = [newId(), { ...vouched, expiresAt, issuedAt: now, methods: ['mapped'] }]
  const ids = { tokenHash, accountId: account.id, projectId: project.id }
  await write(stage, (sessions) => sessions.add({ ...session, ...ids }))
  return { tokenHash, session: { ...session, account, project } }
}

function tokenTests(stage: Stage): void {
  test('finds a token until it ends, as it was added', async () => {
    const { tokenHash, session } = await addToken(stage)
    assert.deepEqual(await find(stage, tokenHash), session)
    assert.deepEqual(await find(stage, tokenHash, session.expiresAt - 1), session)
    assert.equal(await find(stage, tokenHash, session.expiresAt), undefined)
    assert.equal(await find(stage, newId()), undefined)
  })

  test('finds one that is for no project', async () => {
    const { account } = await addAccount(stage)
    const [tokenHash, times] = [newId(), { issuedAt: now, methods: [] }]
    const ids = { tokenHash, accountId: account.id, projectId: null }
    await write(stage, (sessions) => sessions.add({ ...vouched, ...times, ...ids }))
    assert.equal((await find(stage, tokenHash))?.project, null)
  })

  test('removes a token, which its account’s caches hear of, and does nothing about an unknown one', async () => {
    const [{ tokenHash, session }, other] = [await addToken(stage), await addToken(stage)]
    const version = () => stage.database.changes.version(session.account.id, 'identity')
    const before = await version()
    await write(stage, (sessions) => sessions.remove(tokenHash))
    await write(stage, (sessions) => sessions.remove(newId()))
    assert.equal(await find(stage, tokenHash), undefined)
    assert.ok(await find(stage, other.tokenHash))
    assert.ok((await version()) > before)
  })

  test('removes what ended, at most so many, and says how many', async () => {
    const remove = (time: number, limit: number) =>
      write(stage, (sessions) => sessions.removeExpired(time, limit))
    for (let count = 0; count < 5; count += 1) await addToken(stage, 1000)
    for (let count = 0; count < 2; count += 1) await addSignIn(stage, { forgetAt: 1000 })
    assert.equal(await remove(999, 100), 0)
    assert.deepEqual([await remove(1000, 3), await remove(1000, 3), await remove(1000, 3)], [3, 2, 0])
  })
}

async function addSignIn(stage: Stage, changes: object = {}) {
  const { account } = await addAccount(stage)
  const times = { codeExpiresAt: now + 60_000, forgetAt: now + 600_000 }
  const ids = { stateHash: newId(), codeHash: newId(), accountId: account.id }
  const signIn = { ...vouched, ...times, ...ids, ...changes }
  return { ...signIn, isAdded: await write(stage, (sessions) => sessions.addSignIn(signIn)) }
}

function signInTests(stage: Stage): void {
  const take = (codeHash: string, { source = 'corp', at = now } = {}) =>
    write(stage, (sessions) => sessions.takeSignIn(source, codeHash, at))

  test('a code is taken once', async () => {
    const { codeHash, isAdded } = await addSignIn(stage)
    assert.equal(isAdded, true)
    assert.deepEqual(await take(codeHash), vouched)
    assert.equal(await take(codeHash), undefined)
    assert.equal(await take(newId()), undefined)
  })

  test('of those who take a code at the same time one gets it', async () => {
    const { codeHash } = await addSignIn(stage)
    const taken = await Promise.all(Array.from({ length: 5 }, () => take(codeHash)))
    assert.equal(taken.filter((one) => one !== undefined).length, 1)
  })

  test('a code is taken in time, and for its own source', async () => {
    const { codeHash, codeExpiresAt } = await addSignIn(stage)
    assert.equal(await take(codeHash, { source: 'partner' }), undefined)
    assert.equal(await take(codeHash, { at: codeExpiresAt }), undefined)
    assert.deepEqual(await take(codeHash, { at: codeExpiresAt - 1 }), vouched)
  })

  test('a state serves once, also when its code was taken', async () => {
    const { stateHash, codeHash } = await addSignIn(stage)
    assert.equal((await addSignIn(stage, { stateHash })).isAdded, false)
    await take(codeHash)
    assert.equal((await addSignIn(stage, { stateHash })).isAdded, false)
  })
}
