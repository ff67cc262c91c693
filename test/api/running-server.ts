import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Composition, compose, type Replacements } from '../../src/compose.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { sealedRecords } from '../../src/domain/model/sealed.ts'
import { createLog } from '../../src/system/log.ts'
import { layMigratedDatabase } from '../ports/migrated-sqlite.ts'
import { type ApiAnswer, type ApiClient, createClient, type Identity } from './client.ts'
import { createTestClock, type TestClock } from './test-clock.ts'

export interface FirstCredentials {
  readonly endpoint: string
  readonly ca_file: string | null
  readonly domain: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string; readonly password: string }
  readonly access_key: string
  readonly secret_key: string
  readonly project: { readonly id: string; readonly name: string }
}

/** The product in this process: real stores on disk, real HTTP on loopback, a clock that the test moves. */
export interface RunningServer {
  readonly base: string
  readonly dataFolder: string
  readonly clock: TestClock
  readonly credentials: FirstCredentials
  readonly world: Composition['world']
  /** Speaks as the first administrator, with AK/SK. */
  readonly api: ApiClient
  as(identity: Identity): ApiClient
  /** Another account with an administrator of its own. */
  addAccount(name: string): Promise<Identity>
  /** A user of the first account who was granted nothing. */
  addUser(name: string): Promise<Identity>
  close(): Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0))
    })
  })

export async function startServer(
  settings: Readonly<Record<string, string>> = {},
  clock: TestClock = createTestClock(),
  replacements: Replacements = {},
): Promise<RunningServer> {
  const dataFolder = settings['data-dir'] ?? mkdtempSync(join(tmpdir(), 'chancery-test-'))
  const base = `http://127.0.0.1:${await freePort()}`
  const flags = {
    'data-dir': dataFolder,
    listen: base,
    'rsa-pool-size': '0',
    'rsa4096-pool-size': '0',
    ...settings,
  }
  const config = loadConfig({ flags, environment: {} })
  const isNew = settings['data-dir'] === undefined && settings['database-url'] === undefined
  if (isNew && !replacements.migrations) await layMigratedDatabase(join(dataFolder, 'chancery.db'))
  const composition = await compose(config, createLog('silent'), { ...replacements, clock })
  const credentials = JSON.parse(
    readFileSync(join(dataFolder, 'credentials.json'), 'utf8'),
  ) as FirstCredentials
  const { world } = composition
  const as = (identity: Identity) => createClient(base, identity, clock)

  return {
    base,
    dataFolder,
    clock,
    credentials,
    world,
    api: as({ accessKey: credentials.access_key, secretKey: credentials.secret_key }),
    as,
    async addAccount(name) {
      const account = {
        id: world.random.identifier(),
        name,
        isEnabled: true,
        authorityQuota: null,
        certificateQuota: null,
      }
      await world.database.write(account.id, ({ directory }) => directory.addAccount(account, clock.now()))
      return addUser(account.id, `${name}-administrator`, true)
    },
    addUser: (name) => addUser(credentials.domain.id, name, false),
    async close() {
      await composition.close()
      if (settings['data-dir'] === undefined) rmSync(dataFolder, { recursive: true, force: true })
    },
  }

  async function addUser(accountId: string, name: string, isAdministrator: boolean): Promise<Identity> {
    const { random, vault, database } = world
    const user = { id: random.identifier(), accountId, name, isEnabled: true, isAdministrator, epoch: 0 }
    const accessKey = random.text(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')
    const secretKey = random.text(40, 'abcdefghijklmnopqrstuvwxyz')
    const secret = vault.seal(
      sealedRecords.accessKey(user.id, accessKey),
      new TextEncoder().encode(secretKey),
    ).sealed
    const passwordHash = await world.credentials.hashPassword(`password of ${name}`)
    await database.write(accountId, async ({ directory }) => {
      await directory.addUser(user, passwordHash, clock.now())
      await directory.addAccessKey({ id: accessKey, userId: user.id, isEnabled: true }, secret, clock.now())
    })
    return { accessKey, secretKey }
  }
}

export type { ApiAnswer, ApiClient, Identity }
