import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { FolderInUseError, lockFolder } from '../../src/storage/engines/sqlite/folder-lock.ts'
import { openDatabase } from '../../src/storage/open-database.ts'
import { temporaryFolder } from './open-sqlite.ts'
import { now } from './sample-nouns.ts'

async function testFolder(t: TestContext): Promise<string> {
  const folder = await temporaryFolder()
  t.after(() => rm(folder, { recursive: true }))
  return folder
}

const clock = { now: () => now }
const inUse = { name: FolderInUseError.name }

/** A process that holds the folder until it is killed. */
async function startHolder(folder: string) {
  const module = new URL('../../src/storage/engines/sqlite/folder-lock.ts', import.meta.url).href
  const script = `
    const { lockFolder } = await import(${JSON.stringify(module)})
    globalThis.lock = lockFolder(${JSON.stringify(folder)})
    process.stdout.write('held')
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  return holder
}

test('a folder is held once in a process, and free after its release', async (t) => {
  const folder = await testFolder(t)
  const lock = lockFolder(folder)
  assert.throws(() => lockFolder(folder), inUse)
  lock.release()
  lockFolder(folder).release()
})

test('a folder that another process holds is refused, and free after kill -9', async (t) => {
  const folder = await testFolder(t)
  const holder = await startHolder(folder)
  assert.throws(() => lockFolder(folder), inUse)
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  lockFolder(folder).release()
})

test('a folder that is not there is an error of its own', () => {
  assert.throws(
    () => lockFolder('/nowhere/at/all'),
    (error: Error) => error.name !== FolderInUseError.name,
  )
})

test('a second database on a folder is refused until the first is closed', async (t) => {
  const folder = await testFolder(t)
  const open = (name: string) =>
    openDatabase({ url: `sqlite:${join(folder, name)}`, dataFolder: folder, clock })
  const first = await open('one.db')
  await assert.rejects(open('two.db'), inUse)
  await first.close()
  await (await open('two.db')).close()
})

test('a database that can’t be opened leaves its folder free', async (t) => {
  const [folder, data] = [await testFolder(t), await testFolder(t)]
  await assert.rejects(openDatabase({ url: `sqlite:${folder}`, dataFolder: data, clock }))
  lockFolder(data).release()
})

test('refuses a URL that it does not know', async () => {
  for (const url of ['mysql://localhost/x', 'sqlite:relative.db', '/file.db', '']) {
    await assert.rejects(openDatabase({ url, clock }), /must be sqlite: with an absolute path/)
  }
})
