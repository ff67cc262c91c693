/**
 * The real product, except that a signal meets it at a named step, that its clock may be ahead and its holds on jobs
 * short: `node test/faults/killed-at.ts '{"step":"publish: signed, not written"}'`. Settings come from the environment.
 */
import { compose } from '../../src/compose.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { wellKnownPorts } from '../../src/outbound/proofs/domain-prover.ts'
import { systemClock } from '../../src/system/clock.ts'
import { createLog } from '../../src/system/log.ts'
import { additive, lastMigration, withLater } from '../ports/later-migrations.ts'
import type { Conditions } from './node.ts'

const {
  step,
  time = 1,
  signal = 'SIGKILL',
  jobHoldMs,
  aheadMs = 0,
  isNextRelease = false,
  httpPort,
} = JSON.parse(process.argv[2] ?? '{}') as Conditions

let reached = 0
const faults = {
  reach(at: string) {
    if (at !== step) return
    reached += 1
    if (reached === time) process.kill(process.pid, signal)
  },
}

const nextRelease = withLater({ '9001-adds': additive('9001-adds', await lastMigration()) })
const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
process.umask(0o077)
const config = loadConfig({ flags: {}, environment: process.env })
const product = await compose(config, createLog(config.logLevel), {
  clock: { ...systemClock, now: () => Date.now() + aheadMs },
  faults,
  ...(httpPort !== undefined && { proofPorts: { ...wellKnownPorts, http: httpPort } }),
  ...(jobHoldMs !== undefined && { jobHoldMs }),
  ...(isNextRelease && { migrations: nextRelease }),
})
await stopped
await product.drain()
await product.close()
process.exit(0)
