import { constants } from 'node:fs'
import { access, mkdir, mkdtemp, readdir, realpath, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Bucket, BucketHealth, Buckets, ObjectMark, StoredObject } from '../../domain/ports/buckets.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { Trial } from '../../domain/ports/connection.ts'
import { firstBucketOf, isAccountId, isBucketName, isKey } from '../names.ts'
import { OneAtATime } from '../one-at-a-time.ts'
import { refusal } from '../refusal.ts'
import { StoreCalls } from '../store-calls.ts'
import { type Scratch, scratchContent, tryScratch } from '../try-scratch.ts'
import { findObject, isTemporary, readObject, replaceObject, syncFolder } from './object-file.ts'
import { realFolder } from './real-folder.ts'

/**
 * Buckets as folders: `<folder>/<account id>/<bucket>/<key>`. An operator may make more of them with mkdir; links are
 * not followed. The folder is one process's own: versions are compared within it. Throws when it can't be used.
 */
export async function openFolderBuckets(folder: string, clock: Pick<Clock, 'now'>): Promise<Buckets> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  const root = await realpath(folder)
  await removeLeftovers(root)
  return new FolderBuckets(root, clock)
}

class FolderBuckets implements Buckets {
  readonly type = 'folder'
  readonly facts = []
  readonly #root: string
  readonly #calls: StoreCalls
  readonly #writers = new OneAtATime()

  constructor(root: string, clock: Pick<Clock, 'now'>) {
    this.#root = root
    this.#calls = new StoreCalls(clock, reasonOf)
  }

  list(accountId: string): Promise<Bucket[]> {
    return this.#calls.make('reading', () => bucketsOf(this.#root, accountId))
  }

  async has(accountId: string, bucket: string): Promise<boolean> {
    const folder = await this.#calls.make('reading', () => this.#bucketFolder(accountId, bucket))
    return folder !== undefined
  }

  async prepare(accountId: string): Promise<void> {
    if (!isAccountId(accountId)) throw refusal('this can not be the name of an account’s folder')
    await this.#calls.make('writing', async () => {
      if ((await bucketsOf(this.#root, accountId)).length > 0) return
      await makeFolder(this.#root, accountId)
      // a link in the account's place would lead the bucket elsewhere
      const account = await realFolder(this.#root, accountId)
      if (!account) throw refusal('the account’s folder is a link')
      await makeFolder(account, firstBucketOf(accountId))
    })
  }

  async withdraw(accountId: string): Promise<void> {
    const folder = await this.#bucketFolder(accountId, firstBucketOf(accountId))
    if (folder === undefined) return
    await this.#calls.make('writing', async () => {
      await removeIfEmpty(folder)
      await removeIfEmpty(dirname(folder))
    })
  }

  keys(accountId: string, bucket: string, prefix: string): Promise<string[]> {
    return this.#calls.make('reading', async () => {
      const folder = await this.#bucketFolder(accountId, bucket)
      const entries = folder === undefined ? [] : await readdir(folder)
      return entries.filter((name) => isKey(name) && name.startsWith(prefix)).sort()
    })
  }

  find(accountId: string, bucket: string, key: string): Promise<ObjectMark | undefined> {
    return this.#calls.make('reading', async () => {
      const folder = await this.#bucketFolder(accountId, bucket)
      return folder !== undefined && isKey(key) ? findObject(folder, key) : undefined
    })
  }

  read(accountId: string, bucket: string, key: string): Promise<StoredObject | undefined> {
    return this.#calls.make('reading', async () => {
      const folder = await this.#bucketFolder(accountId, bucket)
      return folder !== undefined && isKey(key) ? readObject(folder, key) : undefined
    })
  }

  write(
    accountId: string,
    bucket: string,
    key: string,
    content: Uint8Array,
    { replaces }: { replaces: string | null },
  ): Promise<boolean> {
    return this.#writers.run(`${accountId}/${bucket}/${key}`, () =>
      this.#calls.make('writing', async () => {
        const folder = await this.#bucketFolder(accountId, bucket)
        if (folder === undefined || !isKey(key)) throw refusal('there is no such bucket, or no such key')
        const present = await readObject(folder, key)
        if ((present?.version ?? null) !== replaces) return false
        await replaceObject(folder, key, content)
        return true
      }),
    )
  }

  /** Beside the accounts, whose names do not begin with a dot. */
  async try(trial: Trial): Promise<void> {
    let folder = ''
    const writing = <Result>(work: () => Promise<Result>) => this.#calls.make('writing', work)
    const scratch: Scratch = {
      write: () =>
        writing(async () => {
          folder = await mkdtemp(join(this.#root, '.chancery-probe-'))
          await replaceObject(folder, 'probe', scratchContent)
          return ''
        }),
      read: () => this.#calls.make('reading', async () => (await readObject(folder, 'probe'))?.content),
      remove: () => writing(() => rm(folder, { recursive: true })),
    }
    await tryScratch(
      trial,
      scratch,
      'let the user that the server runs as write there, and see that the disk has room',
    )
  }

  health(): BucketHealth {
    return { kind: 'folder', refusesStaleWrites: true, failure: this.#calls.failure }
  }

  async #bucketFolder(accountId: string, bucket: string): Promise<string | undefined> {
    if (!isAccountId(accountId) || !isBucketName(bucket)) return undefined
    return realFolder(this.#root, accountId, bucket)
  }
}

async function bucketsOf(root: string, accountId: string): Promise<Bucket[]> {
  const account = isAccountId(accountId) ? await realFolder(root, accountId) : undefined
  if (account === undefined) return []
  const entries = await readdir(account, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && isBucketName(entry.name))
  const buckets = names.map(async ({ name }) => {
    const { birthtimeMs, ctimeMs } = await stat(join(account, name))
    // some file systems keep no time of birth
    return { name, createdAt: Math.floor(birthtimeMs || ctimeMs) }
  })
  return (await Promise.all(buckets)).sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** Durably; it may be there already. */
async function makeFolder(parent: string, name: string): Promise<void> {
  try {
    await mkdir(join(parent, name), { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  await syncFolder(parent)
}

async function removeIfEmpty(folder: string): Promise<void> {
  try {
    await rmdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
  }
}

/** What writers left that were killed between the temporary file and its renaming. */
async function removeLeftovers(root: string): Promise<void> {
  for (const account of await readdir(root)) {
    for (const { name } of await bucketsOf(root, account)) {
      const bucket = join(root, account, name)
      const leftovers = (await readdir(bucket)).filter(isTemporary)
      for (const leftover of leftovers) await rm(join(bucket, leftover), { force: true })
    }
  }
}

/** The system's code says what an operator needs; its message would hold a path. */
function reasonOf(error: unknown): string {
  const { code = 'no code' } = error as NodeJS.ErrnoException
  const words = code === 'ENOSPC' ? 'has no room left' : 'can not be used'
  return `the folder of buckets ${words} (${code})`
}
