import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, type TestContext, test } from 'node:test'
import { startPostgres } from '../ports/embedded-postgres.ts'
import { type Stored, startS3Server } from '../ports/s3-server.ts'
import { credentialsIn, newFolder, removeFolder, stop } from '../start-up/program.ts'
import { assertNeverOlder, type History, RecordedObjects, sampleFile } from './history.ts'
import { Journal, listAll, publishedWithinMs } from './journal.ts'
import { type Conditions, type Node, newBase, startNode } from './node.ts'
import { createWatched, listAt, statusAt, type Watched } from './status.ts'
import { until } from './until.ts'

/** Long enough for any list here, short enough to wait for its end. */
const jobHoldMs = 2000

const postgres = await startPostgres()
after(() => postgres.stop())

/** Where both nodes publish. */
interface Store {
  readonly settings: Readonly<Record<string, string>>
  /** The bucket to publish to; undefined: the account's first. */
  readonly bucket?: string
  /** Keeps a record of what lies in the list's place; the answer tells it. */
  watch(accountId: string, watched: Watched): () => Promise<History>
  close(): Promise<void>
}

const stores: Readonly<Record<string, () => Promise<Store>>> = {
  async 'a shared folder'() {
    const folder = newFolder()
    return {
      settings: { CHANCERY_BUCKETS_URL: `file:${folder}` },
      watch: (accountId, { id, bucket }) => sampleFile(join(folder, accountId, bucket, `${id}.crl`)),
      close: async () => removeFolder(folder),
    }
  },
  async 'a store that speaks S3'() {
    const server = await startS3Server()
    const objects = new RecordedObjects<Stored>()
    server.buckets.set('lists', { createdAt: new Date(), objects })
    const { accessKeyId, secretAccessKey } = server.credentials
    return {
      settings: {
        CHANCERY_BUCKETS_URL: server.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
      bucket: 'lists',
      watch:
        (_accountId, { id }) =>
        async () =>
          objects.historyOf(`${id}.crl`),
      close: () => server.close(),
    }
  },
}

/** Two nodes of one installation, started when they are needed. */
class Pair {
  readonly #settings: Readonly<Record<string, string>>
  readonly #folder = newFolder()
  readonly #bases: readonly [string, string]
  readonly nodes: Node[] = []

  constructor(settings: Readonly<Record<string, string>>, bases: readonly [string, string]) {
    const publicUrl = { CHANCERY_PUBLIC_URL: bases[1] }
    this.#settings = {
      ...settings,
      ...publicUrl,
      CHANCERY_MASTER_KEY_FILE: join(this.#folder, 'master.key'),
    }
    this.#bases = bases
  }

  get accountId(): string {
    return credentialsIn(join(this.#folder, '0')).domain.id
  }

  async start(which: 0 | 1, conditions: Conditions = {}): Promise<Node> {
    const folders = [join(this.#folder, '0'), join(this.#folder, '1')]
    for (const folder of folders) mkdirSync(folder, { recursive: true, mode: 0o700 })
    const environment = { ...this.#settings, CHANCERY_DATA_DIR: folders[which] ?? '' }
    const held = { jobHoldMs, ...conditions }
    const node = await startNode(this.#bases[which], environment, held, folders[0])
    this.nodes.push(node)
    return node
  }

  async end(): Promise<void> {
    for (const { program } of this.nodes) await stop(program, 'SIGKILL')
    removeFolder(this.#folder)
  }
}

async function begin(t: TestContext, open: () => Promise<Store>, conditions?: Conditions) {
  const store = await open()
  const settings = { ...store.settings, CHANCERY_DATABASE_URL: await postgres.createDatabase() }
  const pair = new Pair(settings, [await newBase(), await newBase()])
  let written = async (): Promise<History> => []
  t.after(async () => {
    await pair.end()
    await written()
    await store.close()
  })
  const setUp = await pair.start(0)
  const watched = await createWatched(setUp.base, setUp.api, store.bucket)
  const journal = new Journal(watched)
  written = store.watch(pair.accountId, watched)
  for (let count = 0; count < 4; count += 1) await journal.issue(setUp.api)
  await journal.check(setUp.base, setUp.api, 0)
  await stop(setUp.program)
  const one = await pair.start(0, conditions)
  return { pair, one, watched, journal, written }
}

async function serialOf({ api }: Node, id: string): Promise<string> {
  const found = (await listAll(api)).find(({ certificate_id }) => certificate_id === id)
  assert.ok(found)
  return found.serial_number
}

const steps = [
  'publish: number taken, not signed',
  'publish: signed, not written',
  'publish: compared, not written',
  'publish: written, not recorded',
  'publish: recorded, job not finished',
]

for (const [place, open] of Object.entries(stores)) {
  describe(`two nodes, one PostgreSQL, ${place}`, () => {
    test('what one revokes the other tells at once, and both serve the list', async (t) => {
      const { pair, one, watched, journal, written } = await begin(t, open)
      const two = await pair.start(1)
      for (let count = 0; count < 20; count += 1) {
        const id = await journal.issue(one.api)
        const serial = await serialOf(two, id)
        assert.equal(await statusAt(two.base, watched, serial), 'good')
        await journal.revoke(one.api, id)
        assert.equal(typeof (await statusAt(two.base, watched, serial)), 'object', 'not told at once')
      }
      await journal.check(two.base, two.api, 0)
      await journal.check(one.base, one.api, 0)
      assertNeverOlder(await written())
    })

    for (const step of steps) {
      test(`the node that publishes is killed: ${step}`, async (t) => {
        const { pair, one, journal, written } = await begin(t, open, { step })
        await journal.revoke(one.api, journal.issued[0] ?? '')
        assert.equal((await one.program.ended).signal, 'SIGKILL')
        const two = await pair.start(1)
        await journal.revoke(two.api, journal.issued[1] ?? '')
        await journal.check(two.base, two.api, 0)
        assertNeverOlder(await written())
      })

      test(`the node that publishes is paused until another has published: ${step}`, async (t) => {
        const { pair, one, watched, journal, written } = await begin(t, open, { step, signal: 'SIGSTOP' })
        await journal.revoke(one.api, journal.issued[0] ?? '')
        await until('the node is paused', publishedWithinMs, () => isPaused(one))
        const two = await pair.start(1)
        await journal.revoke(two.api, journal.issued[1] ?? '')
        await journal.check(two.base, two.api, 0)
        const before = await listAt(two.base, watched)
        one.program.process.kill('SIGCONT')
        // alone, so that it must have come to the end of what it was paused in
        two.program.process.kill('SIGSTOP')
        await journal.revoke(one.api, journal.issued[2] ?? '')
        await journal.check(one.base, one.api, 0)
        two.program.process.kill('SIGCONT')
        await journal.check(two.base, two.api, 0)
        const history = await written()
        assertNeverOlder(history)
        assert.ok(history.includes(before?.number ?? 0))
      })
    }
  })
}

/** By what the system tells of the process. */
function isPaused({ program }: Node): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'state=', '-p', String(program.process.pid)], {
    encoding: 'utf8',
  })
  return stdout.startsWith('T')
}
