import type { Config } from '../../config/config.ts'
import { masterKeyCheckNames } from '../../crypto/key-state.ts'
import { type HealthCheck, ok, seconds, trouble, type Verdict } from '../../domain/model/health/check.ts'
import { examineStored, type StoredState } from '../../storage/examine-stored.ts'
import { look, reasonOf } from './look.ts'

/** What was found of the database; `state` is absent where it can't be read or is not there yet. */
export interface DatabaseFindings {
  readonly checks: readonly HealthCheck[]
  readonly state: StoredState | undefined
}

/** Opens, reads through and compares; changes nothing, whether a server is at work or not. */
export async function lookAtDatabase(config: Config, now: () => number): Promise<DatabaseFindings> {
  let state: StoredState | undefined
  const asked = now()
  const check = await look('database', async () => {
    try {
      state = await examineStored(config.databaseUrl, masterKeyCheckNames)
    } catch (error) {
      return unreadable(config, error)
    }
    return state ? judgeState(state) : ok(`there is no database yet: the first start makes ${shown(config)}`)
  })
  if (!state) return { checks: [check], state }
  const found = state
  const schema = await look('database_schema', () => judgeSchema(found))
  const clock = await look('clock', () => judgeClocks(found, asked, now()))
  return { checks: [check, schema, clock], state }
}

/** A PostgreSQL URL may hold a password and is not shown. */
const shown = ({ databaseUrl }: Config) =>
  databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : 'the tables in PostgreSQL'

function unreadable(config: Config, error: unknown): Verdict {
  const finding = `the database ${shown(config)} can not be read: ${reasonOf(error)}`
  const advice = config.databaseUrl.startsWith('sqlite:')
    ? 'restore the last backup; keep the damaged file for whoever may save something of it'
    : 'start PostgreSQL, or correct CHANCERY_DATABASE_URL: host, port, name, user, password'
  return trouble('alarm', finding, advice)
}

/** What our tests run on; older ones lack nothing that we know of, but nobody looked. */
const oldestPostgres = 14

function judgeState({ engine, version, damage }: StoredState): Verdict {
  if (damage.length > 0) {
    const finding = `the database file is damaged: ${damage.join('; ')}`
    return trouble('alarm', finding, 'stop the server, keep the file, and restore the last backup')
  }
  if (engine === 'postgres' && Number.parseInt(version, 10) < oldestPostgres) {
    const finding = `PostgreSQL ${version} is older than ${oldestPostgres}`
    return trouble('warning', finding, 'move to a version that its makers maintain')
  }
  return ok(
    engine === 'sqlite' ? `the database is sound (SQLite ${version})` : `PostgreSQL ${version} answers`,
  )
}

function judgeSchema({ unknownMigrations, pendingMigrations }: StoredState): Verdict {
  if (unknownMigrations.length > 0) {
    const names = unknownMigrations.join(', ')
    const finding = `the database is newer than this program, which does not know: ${names}`
    return trouble('alarm', finding, 'run the version that the database was last used with, or a newer one')
  }
  if (pendingMigrations.length === 0) return ok('the schema is the one that this program knows')
  return ok(`the next start brings the schema up to date: ${pendingMigrations.join(', ')}`)
}

const clockOffMs = { warning: 5_000, alarm: 60_000 }

/** Against the database's clock, and against the time when the trail was last sealed, which can't lie ahead. */
function judgeClocks({ now: theirs, lastBlock }: StoredState, asked: number, answered: number): Verdict {
  const sealedAheadMs = Math.max(0, (lastBlock?.sealedAt ?? 0) - answered)
  const apartMs = theirs === null ? 0 : Math.max(0, theirs - answered, asked - theirs)
  const measures = [seconds('database_apart', apartMs), seconds('sealed_ahead', sealedAheadMs)]
  const offMs = Math.max(sealedAheadMs, apartMs)
  if (offMs <= clockOffMs.warning) return ok('the clock fits to what is stored', measures)
  const finding =
    sealedAheadMs >= apartMs
      ? `the clock is behind: the audit trail was last sealed ${Math.round(sealedAheadMs / 1000)} seconds from now`
      : `the clocks of this machine and of the database are ${Math.round(apartMs / 1000)} seconds apart`
  const severity = offMs > clockOffMs.alarm ? 'alarm' : 'warning'
  return trouble(severity, finding, 'have NTP keep the time of all machines', measures)
}
