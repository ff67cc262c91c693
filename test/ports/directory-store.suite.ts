import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DirectoryReader, DirectoryStore } from '../../src/domain/ports/directory-store.ts'
import type { Open } from './opened.ts'
import { anAccessKey, anAccount, aProject, aUser, newId, now, octets } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function directoryStoreSuite(name: string, open: Open): void {
  suite(`directory store on ${name}`, open, (stage) => {
    accountTests(stage)
    projectTests(stage)
    accessKeyTests(stage)
    tokenTests(stage)
    removalTests(stage)
  })
}

const read = <Result>({ database }: Stage, work: (directory: DirectoryReader) => Promise<Result>) =>
  database.read('', ({ directory }) => work(directory))

const write = <Result>({ database }: Stage, work: (directory: DirectoryStore) => Promise<Result>) =>
  database.write('', ({ directory }) => work(directory))

/** An account with an administrator and a project. */
async function addAccount(stage: Stage) {
  const account = anAccount()
  const [user, project] = [aUser(account.id), aProject()]
  await write(stage, async (directory) => {
    await directory.addAccount(account, now)
    await directory.addUser(user, 'password hash', now)
    await directory.addProject(account.id, project, now)
  })
  return { account, user, project }
}

function accountTests(stage: Stage): void {
  test('finds accounts and users by id and by name', async () => {
    const { account, user } = await addAccount(stage)
    await read(stage, async (directory) => {
      assert.deepEqual(await directory.findAccount({ id: account.id }), account)
      assert.deepEqual(await directory.findAccount({ name: account.name }), account)
      assert.deepEqual(await directory.findUser({ id: user.id }), user)
      assert.deepEqual(await directory.findUser({ accountId: account.id, name: user.name }), user)
      assert.equal(await directory.findPasswordHash(user.id), 'password hash')
    })
  })

  test('keeps what is disabled, unlimited or no administrator', async () => {
    const account = anAccount({ isEnabled: false, authorityQuota: 0, certificateQuota: null })
    const user = aUser(account.id, { isEnabled: false, isAdministrator: false, epoch: 41 })
    await write(stage, async (directory) => {
      await directory.addAccount(account, now)
      await directory.addUser(user, '', now)
    })
    await read(stage, async (directory) => {
      assert.deepEqual(await directory.findAccount({ id: account.id }), account)
      assert.deepEqual(await directory.findUser({ id: user.id }), user)
    })
  })

  test('unknown accounts and users are absent, also under another account', async () => {
    const [{ account, user }, other] = [await addAccount(stage), await addAccount(stage)]
    await read(stage, async (directory) => {
      assert.equal(await directory.findAccount({ id: account.name }), undefined)
      assert.equal(await directory.findAccount({ name: account.id }), undefined)
      assert.equal(await directory.findUser({ id: newId() }), undefined)
      assert.equal(await directory.findUser({ accountId: account.id, name: 'nobody' }), undefined)
      assert.equal(await directory.findPasswordHash(newId()), undefined)
      const namesake = await directory.findUser({ accountId: other.account.id, name: user.name })
      assert.equal(namesake?.id, other.user.id)
    })
  })

  test('refuses a name that is taken, and a user of no account', async () => {
    const { account, user } = await addAccount(stage)
    const taken = anAccount({ name: account.name })
    await assert.rejects(write(stage, (directory) => directory.addAccount(taken, now)))
    const namesake = aUser(account.id, { name: user.name })
    await assert.rejects(write(stage, (directory) => directory.addUser(namesake, '', now)))
    await assert.rejects(write(stage, (directory) => directory.addUser(aUser(newId()), '', now)))
  })
}

function projectTests(stage: Stage): void {
  test('finds and lists the projects of an account, in the order of names', async () => {
    const { account, project } = await addAccount(stage)
    const earlier = aProject({ name: 'ap-1', isEnabled: false })
    await write(stage, (directory) => directory.addProject(account.id, earlier, now))
    await read(stage, async (directory) => {
      assert.deepEqual(await directory.findProject(account.id, { id: project.id }), project)
      assert.deepEqual(await directory.findProject(account.id, { name: 'ap-1' }), earlier)
      assert.deepEqual(await directory.listProjects(account.id), [earlier, project])
      assert.deepEqual(await directory.listProjects(account.id, 'ap-1'), [earlier])
      assert.deepEqual(await directory.listProjects(account.id, 'none'), [])
    })
  })

  test('another account’s projects are absent', async () => {
    const [{ account, project }, other] = [await addAccount(stage), await addAccount(stage)]
    await read(stage, async (directory) => {
      assert.equal(await directory.findProject(other.account.id, { id: project.id }), undefined)
      assert.equal(await directory.findProject(account.id, { id: newId() }), undefined)
      assert.deepEqual(await directory.listProjects(other.account.id), [other.project])
    })
  })
}

function accessKeyTests(stage: Stage): void {
  test('finds an access key with its secret, user and account', async () => {
    const { account, user } = await addAccount(stage)
    const accessKey = anAccessKey(user.id)
    const secret = octets(1, 2)
    await write(stage, (directory) => directory.addAccessKey(accessKey, secret, now))
    await read(stage, async (directory) => {
      const found = { accessKey, secret, user, account, session: null }
      assert.deepEqual(await directory.findAccessKey(accessKey.id), found)
      assert.equal(await directory.findAccessKey(newId()), undefined)
    })
  })
}

/** A token of a new account, with what it should be found as. */
async function addToken(
  stage: Stage,
  changes: { epoch?: number; isScoped?: boolean; expiresAt?: number } = {},
) {
  const { epoch = 1, isScoped = false, expiresAt = now + 10 } = changes
  const { account, user, project } = await addAccount(stage)
  const tokenHash = newId()
  const token = { issuedAt: now, expiresAt, methods: ['password'] }
  const projectId = isScoped ? project.id : null
  await write(stage, (directory) =>
    directory.addToken({ tokenHash, userId: user.id, epoch, projectId, delegate: null, ...token }),
  )
  return { tokenHash, found: { user, account, project: isScoped ? project : null, ...token, delegate: null } }
}

function tokenTests(stage: Stage): void {
  for (const isScoped of [false, true]) {
    test(`finds a token ${isScoped ? 'for a project' : 'for its account'}`, async () => {
      const { tokenHash, found } = await addToken(stage, { isScoped })
      assert.deepEqual(await read(stage, (directory) => directory.findToken(tokenHash, now)), found)
    })
  }

  test('a token is absent from the moment that it expires', async () => {
    const { tokenHash, found } = await addToken(stage)
    await read(stage, async (directory) => {
      assert.ok(await directory.findToken(tokenHash, found.expiresAt - 1))
      assert.equal(await directory.findToken(tokenHash, found.expiresAt), undefined)
    })
  })

  test('a token of an older epoch than its user’s, and an unknown one, are absent', async () => {
    const { tokenHash } = await addToken(stage, { epoch: 0 })
    await read(stage, async (directory) => {
      assert.equal(await directory.findToken(tokenHash, now), undefined)
      assert.equal(await directory.findToken(newId(), now), undefined)
    })
  })
}

function removalTests(stage: Stage): void {
  test('removes a token, and does nothing about an unknown one', async () => {
    const [{ tokenHash }, other] = [await addToken(stage), await addToken(stage)]
    await write(stage, (directory) => directory.removeToken(tokenHash))
    await write(stage, (directory) => directory.removeToken(newId()))
    await read(stage, async (directory) => {
      assert.equal(await directory.findToken(tokenHash, now), undefined)
      assert.ok(await directory.findToken(other.tokenHash, now))
    })
  })

  test('removes expired tokens, at most so many, and says how many', async () => {
    const remove = (time: number, limit: number) =>
      write(stage, (directory) => directory.removeExpiredTokens(time, limit))
    for (let count = 0; count < 5; count += 1) await addToken(stage, { expiresAt: 1000 })
    assert.equal(await remove(999, 100), 0)
    assert.deepEqual([await remove(1000, 3), await remove(1000, 3), await remove(1000, 3)], [3, 2, 0])
  })
}
