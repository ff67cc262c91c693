import { bytes, count, octal, ok, ratio, seconds, trouble, type Verdict } from './check.ts'
import type { Observations } from './observations.ts'
import { sizeText, spanText } from './spans.ts'

const slowWriteMs = 500
const stuckWriteMs = 5_000

export function judgeWrite({ tookMs }: Observations['write']): Verdict {
  const measures = [seconds('latency', tookMs)]
  if (tookMs < slowWriteMs) return ok('the database takes writes', measures)
  const severity = tookMs < stuckWriteMs ? 'warning' : 'alarm'
  return trouble(
    severity,
    `a durable write of one row took ${spanText(tookMs)}`,
    'look at the load and the latency of the disk that the database lies on',
    measures,
  )
}

/** SQLite starts its log anew at 64 MiB unless a reader holds it. */
const longLogBytes = 256 * 2 ** 20

export function judgeSize({ sizeBytes, logBytes }: Observations['database']): Verdict {
  const measures = [bytes('size', sizeBytes), bytes('log', logBytes)]
  if (logBytes !== null && logBytes > longLogBytes) {
    return trouble(
      'warning',
      `the write-ahead log has ${sizeText(logBytes)}`,
      'end programs that keep a reading transaction open on the database, such as shells and backups',
      measures,
    )
  }
  return ok('the database has its usual form', measures)
}

export function judgeSchema({ unknownMigrations }: Observations['database']): Verdict {
  const measures = [count('unknown', unknownMigrations.length)]
  if (unknownMigrations.length === 0) return ok('the schema is the one that this program knows', measures)
  return trouble(
    'alarm',
    `a newer program changed the schema: ${unknownMigrations.join(', ')}`,
    'bring this node to the same version as the others, and restart it',
    measures,
  )
}

const manyWrites = 1_000

export function judgeWriteQueue({ waitingWrites }: Observations['database']): Verdict {
  const measures = [count('waiting', waitingWrites)]
  if (waitingWrites < manyWrites) return ok('writes are taken as they come', measures)
  const advice = 'spread the load, or find what makes writes slow: see database_writable'
  return trouble('warning', `${waitingWrites} writes wait for their turn`, advice, measures)
}

const little = { bytes: 2 * 2 ** 30, ratio: 0.1 }
const nothing = { bytes: 512 * 2 ** 20, ratio: 0.02 }

/** Both in bytes and in parts: a tenth of a large disk is plenty, and so may be a few GiB of a small one. */
export function judgeDisk({ freeBytes, totalBytes }: Observations['folder']): Verdict {
  const part = totalBytes > 0 ? freeBytes / totalBytes : 0
  const measures = [bytes('free', freeBytes), bytes('total', totalBytes), ratio('free_part', part)]
  const isBelow = (limit: typeof little) => freeBytes < limit.bytes && part < limit.ratio
  const finding = `the disk of the data folder has ${sizeText(freeBytes)} left of ${sizeText(totalBytes)}`
  if (!isBelow(little) && freeBytes >= smallestBytes) return ok(finding, measures)
  const isAlarm = isBelow(nothing) || freeBytes < smallestBytes
  const advice = 'make room or move the data folder to a larger disk: a full disk refuses every write'
  return trouble(isAlarm ? 'alarm' : 'warning', finding, advice, measures)
}

/** A log of 64 MiB and a list being written must find room, however large the disk is. */
const smallestBytes = 128 * 2 ** 20

export function judgeFolder({ mode }: Observations['folder']): Verdict {
  const measures = [octal('mode', mode)]
  if ((mode & 0o077) === 0) return ok('only its owner may enter the data folder', measures)
  const finding = `others may enter the data folder: its mode is ${modeText(mode)}`
  return trouble('warning', finding, 'chmod 0700 the data folder', measures)
}

const keyFindings = {
  missing: 'the master key file is gone: the next start will fail, and without a copy every key is lost',
  damaged: 'the master key file holds no key: the next start will fail',
  another:
    'the master key file holds another key than the database was sealed under: the next start will fail',
}

export function judgeMasterKey({ state, mode, isOwn }: Observations['masterKey']): Verdict {
  const measures = mode === null ? [] : [octal('mode', mode)]
  if (state !== 'fits') {
    const advice = 'bring the right file back from its copy before this server is stopped'
    return trouble('alarm', keyFindings[state], advice, measures)
  }
  // what systemd or a container gives us is another's, and readable by our group: that group is how we read it
  if (mode !== null && (mode & (isOwn ? 0o077 : 0o007)) !== 0) {
    const finding = `others may read the master key: its mode is ${modeText(mode)}`
    const advice = 'chmod 0600 the master key file; if strangers could read it, take its secrets for known'
    return trouble('alarm', finding, advice, measures)
  }
  return ok('the master key is there, fits, and is for its owner only', measures)
}

const modeText = (mode: number) => `0${(mode & 0o777).toString(8).padStart(3, '0')}`

export const judgeFirstCredentials = ({ isThere }: Observations['firstCredentials']): Verdict =>
  isThere
    ? trouble(
        'warning',
        'credentials.json still holds the first credentials, a password among them',
        'keep them elsewhere and remove the file',
      )
    : ok('the first credentials were taken away')
