import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, mock, type TestContext, test } from 'node:test'
import { openFolderBuckets } from '../../src/buckets/folder/folder-buckets.ts'
import { account, bucketsSuite, crl } from './buckets.suite.ts'
import { octets } from './sample-nouns.ts'

const parent = mkdtempSync(join(tmpdir(), 'chancery-buckets-'))
after(() => rm(parent, { recursive: true }))

const now = Date.UTC(2026, 10, 20)
const clock = { now: () => now }
const newFolder = () => mkdtempSync(join(parent, 'folder-'))
const openIn = (folder: string) => openFolderBuckets(folder, clock)
const everythingIn = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort()
const failed = { code: 'bucket-store-failed' }
const firstBucket = `crl-${account}`
const key = 'list.crl'

bucketsSuite('a folder', async () => {
  const folder = newFolder()
  const buckets = await openIn(folder)
  return {
    writers: [buckets, buckets],
    addBucket: async (name) => void mkdirSync(join(folder, account, name), { recursive: true }),
    everything: async () => everythingIn(folder),
    close: async () => undefined,
  }
})

/** A folder with the account's first bucket and an object in it. */
async function used() {
  const folder = newFolder()
  const buckets = await openIn(folder)
  await buckets.prepare(account)
  await buckets.write(account, firstBucket, key, octets(1), { ...crl, replaces: null })
  const read = () => buckets.read(account, firstBucket, key)
  const write = async (content: Uint8Array) =>
    buckets.write(account, firstBucket, key, content, { ...crl, replaces: (await read())?.version ?? null })
  return { folder, buckets, bucket: join(folder, account, firstBucket), read, write }
}

test('the first bucket has a name that S3 would take, and is made once', async () => {
  const folder = newFolder()
  const buckets = await openIn(folder)
  assert.deepEqual(await buckets.list(account), [])
  await buckets.prepare(account)
  await buckets.prepare(account)
  const names = (await buckets.list(account)).map(({ name }) => name)
  assert.deepEqual(names, [firstBucket])
  assert.match(firstBucket, /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
})

test('what was prepared is taken back whole, but not with what was put into it', async () => {
  const folder = newFolder()
  const buckets = await openIn(folder)
  await buckets.withdraw(account)
  await buckets.prepare(account)
  await buckets.withdraw(account)
  assert.deepEqual(everythingIn(folder), [])
  const busy = await used()
  await busy.buckets.withdraw(account)
  assert.ok(await busy.read())
})

test('accounts do not see each other’s buckets', async () => {
  const { buckets } = await used()
  const stranger = 'fedcba9876543210fedcba9876543210'
  await buckets.prepare(stranger)
  assert.equal(await buckets.has(stranger, firstBucket), false)
  assert.equal(await buckets.read(stranger, firstBucket, key), undefined)
})

test('folders and files are their owner’s alone, whatever the mask', async () => {
  const former = process.umask(0)
  try {
    const { folder, bucket } = await used()
    for (const path of [join(folder, account), bucket]) assert.equal(statSync(path).mode & 0o777, 0o700)
    assert.equal(statSync(join(bucket, key)).mode & 0o777, 0o600)
  } finally {
    process.umask(former)
  }
})

test('an account that can be no folder’s name is refused', async () => {
  const folder = newFolder()
  const buckets = await openIn(folder)
  for (const hostile of ['..', '', '../x', 'A', 'a/b', 'x'.repeat(60)]) {
    await assert.rejects(buckets.prepare(hostile), failed, hostile)
    assert.deepEqual(await buckets.list(hostile), [])
  }
  assert.deepEqual(everythingIn(folder), [])
})

test('links lead nowhere: not in the place of an account, a bucket or an object', async () => {
  const { folder, buckets, bucket } = await used()
  const outside = newFolder()
  mkdirSync(join(outside, 'linked'))
  writeFileSync(join(outside, 'linked', key), 'secret')
  symlinkSync(outside, join(folder, 'linkedaccount'))
  symlinkSync(join(outside, 'linked'), join(folder, account, 'linked'))
  symlinkSync(join(outside, 'linked', key), join(bucket, 'linked.crl'))
  const former = everythingIn(outside)

  for (const [who, where, what] of [
    ['linkedaccount', 'linked', key],
    [account, 'linked', key],
    [account, firstBucket, 'linked.crl'],
  ] as const) {
    assert.equal(await buckets.read(who, where, what), undefined)
  }
  assert.deepEqual(
    (await buckets.list(account)).map(({ name }) => name),
    [firstBucket],
  )
  assert.deepEqual(await buckets.list('linkedaccount'), [])
  await assert.rejects(buckets.prepare('linkedaccount'), failed)
  const written = buckets.write(account, 'linked', key, octets(9), { ...crl, replaces: null })
  await assert.rejects(written, failed)
  assert.equal(
    await buckets.write(account, firstBucket, 'linked.crl', octets(9), { ...crl, replaces: null }),
    true,
  )
  assert.equal(readFileSync(join(outside, 'linked', key), 'utf8'), 'secret')
  assert.deepEqual(everythingIn(outside), former)
})

test('a folder or a pipe in the place of an object is none', async () => {
  const { buckets, bucket } = await used()
  mkdirSync(join(bucket, 'folder.crl'))
  assert.equal(await buckets.read(account, firstBucket, 'folder.crl'), undefined)
  spawnSync('mkfifo', [join(bucket, 'pipe.crl')])
  assert.equal(await buckets.read(account, firstBucket, 'pipe.crl'), undefined)
})

test('a process that is killed before the renaming leaves the old object, and its leftover goes at the next start', async () => {
  const { folder, bucket, read } = await used()
  const module = new URL('../../src/buckets/folder/folder-buckets.ts', import.meta.url).href
  const version = (await read())?.version
  const script = `
    import files from 'node:fs/promises'
    import { syncBuiltinESMExports } from 'node:module'
    files.rename = async () => process.kill(process.pid, 'SIGKILL')
    syncBuiltinESMExports()
    const { openFolderBuckets } = await import(${JSON.stringify(module)})
    const buckets = await openFolderBuckets(${JSON.stringify(folder)}, Date)
    await buckets.write('${account}', '${firstBucket}', '${key}', new Uint8Array(9), { replaces: '${version}' })`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
  assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL'])
  assert.equal(readdirSync(bucket).length, 2, 'the temporary file is there')
  assert.deepEqual((await read())?.content, octets(1))
  await openIn(folder)
  assert.deepEqual(readdirSync(bucket), [key])
})

test('a temporary file that is in the way is replaced', async () => {
  const { bucket, read, write } = await used()
  writeFileSync(join(bucket, `.${key}.new`), 'left')
  assert.equal(await write(octets(2)), true)
  assert.deepEqual((await read())?.content, octets(2))
  assert.deepEqual(readdirSync(bucket), [key])
})

/** Every file handle's `writeFile` writes a part and then finds no room. */
async function fillDisk(t: TestContext, folder: string): Promise<void> {
  const handle = await open(join(folder, 'handle'), 'w')
  const handles = Object.getPrototypeOf(handle)
  await handle.close()
  const full = mock.method(handles, 'writeFile', async function (this: typeof handle, content: Uint8Array) {
    await this.write(content.subarray(0, content.length / 2))
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  })
  t.after(() => full.mock.restore())
}

test('a disk that is full keeps the old object, leaves nothing, and health says so', async (t) => {
  const { buckets, bucket, read, write } = await used()
  await fillDisk(t, newFolder())
  const reason = 'the folder of buckets has no room left (ENOSPC)'
  await assert.rejects(write(octets(2, 3)), { ...failed, facts: { reason } })
  assert.deepEqual((await read())?.content, octets(1))
  assert.deepEqual(readdirSync(bucket), [key])
  assert.deepEqual(buckets.health(), {
    kind: 'folder',
    refusesStaleWrites: true,
    failure: { since: now, reason },
  })
  mock.restoreAll()
  assert.equal(await write(octets(2)), true)
  assert.equal(buckets.health().failure, null)
})

test('the same on a disk that is really full', {
  skip: process.getuid?.() !== 0 && 'only root mounts',
}, async (t) => {
  const folder = newFolder()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status !== 0)
    return t.skip('no tmpfs')
  t.after(() => spawnSync('umount', [folder]))
  const buckets = await openIn(folder)
  await buckets.prepare(account)
  const write = (size: number) =>
    buckets.write(account, firstBucket, key, new Uint8Array(size), { ...crl, replaces: null })
  await assert.rejects(write(100_000), {
    facts: { reason: 'the folder of buckets has no room left (ENOSPC)' },
  })
  assert.deepEqual(readdirSync(join(folder, account, firstBucket)), [])
  assert.equal(await write(1_000), true)
})

test('a folder that is gone is a failure, not a store without buckets', async () => {
  const { folder, buckets, read } = await used()
  renameSync(folder, `${folder}-moved`)
  await assert.rejects(buckets.list(account), failed)
  await assert.rejects(read(), failed)
  assert.ok(!JSON.stringify(buckets.health()).includes(parent), 'health tells a path')
  renameSync(`${folder}-moved`, folder)
  assert.equal((await buckets.list(account)).length, 1)
  assert.equal(buckets.health().failure, null)
})

test('a bucket that may not be written', {
  skip: process.getuid?.() === 0 && 'root may write all',
}, async () => {
  const { buckets, bucket, write } = await used()
  chmodSync(bucket, 0o500)
  await assert.rejects(write(octets(2)), failed)
  assert.match(buckets.health().failure?.reason ?? '', /EACCES/)
  chmodSync(bucket, 0o700)
})

test('an object that is too large to be a list is not read into memory', async () => {
  const { buckets, bucket } = await used()
  const file = await open(join(bucket, 'large.crl'), 'w')
  await file.truncate(200 * 1024 * 1024)
  await file.close()
  await assert.rejects(buckets.read(account, firstBucket, 'large.crl'), failed)
})

test('a file in the folder’s place keeps it from opening', async () => {
  const file = join(newFolder(), 'file')
  writeFileSync(file, '')
  await assert.rejects(openIn(file), { code: 'EEXIST' })
})
