import type { Surroundings } from '../../cli/remote/surroundings.ts'
import { addressState } from '../../config/address-state.ts'
import type { Config } from '../../config/config.ts'
import { ConfigError, type ConfigSources, loadConfig } from '../../config/load-config.ts'
import { type HealthCheck, ok, trouble } from '../../domain/model/health/check.ts'
import { lookAtAddresses } from './addresses.ts'
import { lookAtBuckets } from './buckets.ts'
import { lookAtDatabase } from './database.ts'
import { lookAtCheckpoint, lookAtFolder, lookAtMasterKey } from './files.ts'
import { lookAtListeners } from './listeners.ts'
import { look } from './look.ts'
import { lookAtServer } from './running-server.ts'
import { lookAtTlsFiles } from './tls-files.ts'

export interface Patient {
  readonly sources: ConfigSources
  /** `26.10.0` */
  readonly nodeVersion: string
  readonly surroundings: Surroundings
}

/**
 * Everything that keeps the server from starting or serving well, as far as it can be seen from beside it. Changes
 * nothing but a scratch object where revocation lists go, which it removes.
 */
export async function examine({ sources, nodeVersion, surroundings }: Patient): Promise<HealthCheck[]> {
  const node = await look('node', () => judgeNode(nodeVersion))
  try {
    const config = loadConfig(sources)
    const settings = { name: 'settings', ...ok('the settings can be read and go together') }
    return [node, settings, ...(await examineInstallation(config, surroundings))]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const advice = 'correct it; nothing else can be looked at before'
    return [node, ...error.faults.map((fault) => ({ name: 'settings', ...trouble('alarm', fault, advice) }))]
  }
}

async function examineInstallation(config: Config, surroundings: Surroundings): Promise<HealthCheck[]> {
  const { now } = surroundings
  const [folder, database, listeners, tls, buckets] = await Promise.all([
    lookAtFolder(config, now),
    lookAtDatabase(config, now),
    lookAtListeners(config),
    lookAtTlsFiles(config, now),
    lookAtBuckets(config),
  ])
  const { state } = database
  const key = await lookAtMasterKey(config, state)
  const trail = state && state.damage.length === 0 ? [await lookAtCheckpoint(config, state)] : []
  const addresses = await lookAtAddresses(config, addressState(config), listeners.isRunning)
  const own = [
    ...folder,
    key,
    ...database.checks,
    ...trail,
    ...listeners.checks,
    ...tls,
    ...addresses,
    buckets,
  ]
  const server = listeners.isRunning ? await lookAtServer(surroundings) : []
  return [...own, ...server.filter((check) => !isSaid(own, check))]
}

/** What both see needs to be told once. */
const isSaid = (own: readonly HealthCheck[], { name, finding }: HealthCheck) =>
  own.some((check) => `server.${check.name}` === name && check.finding === finding)

const madeFor = 26

function judgeNode(version: string) {
  if (Number.parseInt(version, 10) === madeFor) return ok(`Node ${version}`)
  const finding = `Node ${version} runs this, and Chancery is made for Node ${madeFor}`
  return trouble('warning', finding, 'start it with npm start or npx chancery, which bring the right one')
}
