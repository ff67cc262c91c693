import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compose } from '../../src/compose.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { createLog } from '../../src/system/log.ts'
import { type ApiClient, createClient } from './client.ts'
import { freePort, type RunningServer } from './running-server.ts'

export interface SecondNode {
  /** Speaks as the first administrator, with AK/SK. */
  readonly api: ApiClient
  close(): Promise<void>
}

/** Another node of a server that runs on PostgreSQL, in this process too, with a data folder of its own. */
export async function startSecondNode(first: RunningServer, databaseUrl: string): Promise<SecondNode> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'chancery-test-'))
  const base = `http://127.0.0.1:${await freePort()}`
  const flags = {
    'data-dir': dataFolder,
    listen: base,
    'database-url': databaseUrl,
    'master-key-file': join(first.dataFolder, 'master.key'),
    'buckets-url': `file:${join(first.dataFolder, 'buckets')}`,
    'rsa-pool-size': '0',
    'rsa4096-pool-size': '0',
  }
  const config = loadConfig({ flags, environment: {} })
  const composition = await compose(config, createLog('silent'), { clock: first.clock })
  const { access_key: accessKey, secret_key: secretKey } = first.credentials
  return {
    api: createClient(base, { accessKey, secretKey }, first.clock),
    async close() {
      await composition.close()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}
