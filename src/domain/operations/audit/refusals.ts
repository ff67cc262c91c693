import type { AuditRecord } from '../../model/audit-record.ts'
import type { Caller, RequestOrigin } from '../../model/caller.ts'
import type { ErrorCode, ErrorTarget } from '../../model/errors.ts'
import { networkOf } from '../../model/ip-address.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Database } from '../../ports/doors.ts'
import type { Metrics } from '../../ports/metrics.ts'

/** What was refused, to whom. `caller` is absent where nobody was recognised. */
export interface Refusal {
  readonly origin: RequestOrigin
  readonly caller?: Caller
  readonly operation: string
  readonly code: ErrorCode
  /** Whom it was aimed at, where the caller was not recognised. */
  readonly about?: ErrorTarget
}

/** Rows that one address may cause in a minute; what comes after is counted in one row. */
const rowsPerMinute = 30
const minuteMs = 60_000
/** Addresses that are counted at a time; a flood from more of them shares the last count. */
const addressBound = 1_000

interface RefusalTools {
  readonly database: Database
  readonly clock: Clock
  readonly metrics: Pick<Metrics, 'countRefusal'>
}

interface AddressMinute {
  readonly startedAt: number
  rows: number
  suppressed: number
  last: Refusal
}

/**
 * Refusals in the audit trail, within a bound per address and minute, so that a guesser can't fill the disk. They
 * change nothing, so they are written beside the answer, not before it; `settle` waits for those under way.
 */
export class Refusals {
  readonly #database: Database
  readonly #clock: Clock
  readonly #metrics: Pick<Metrics, 'countRefusal'>
  readonly #report: (error: unknown) => void
  readonly #minutes = new Map<string, AddressMinute>()
  readonly #underWay = new Set<Promise<void>>()

  constructor({ database, clock, metrics }: RefusalTools, report: (error: unknown) => void) {
    this.#database = database
    this.#clock = clock
    this.#metrics = metrics
    this.#report = report
  }

  record(refusal: Refusal): void {
    this.#metrics.countRefusal(refusal.code)
    const now = this.#clock.now()
    const minute = this.#minuteOf(refusal, now)
    minute.last = refusal
    if (minute.rows < rowsPerMinute) {
      minute.rows += 1
      this.#append(refusal, now, 1)
    } else minute.suppressed += 1
  }

  /** How many the addresses that were refused something within the last minute were refused, and how many have no row yet. */
  recent(): { readonly refused: number; readonly unrecorded: number } {
    const now = this.#clock.now()
    let [refused, unrecorded] = [0, 0]
    for (const { startedAt, rows, suppressed } of this.#minutes.values()) {
      if (now - startedAt >= minuteMs) continue
      refused += rows + suppressed
      unrecorded += suppressed
    }
    return { refused, unrecorded }
  }

  /** Writes the counts of the minutes that are over. */
  flush(): void {
    const now = this.#clock.now()
    for (const [address, minute] of this.#minutes) {
      if (now - minute.startedAt >= minuteMs) this.#end(address, minute, now)
    }
  }

  /** Writes every count and resolves when nothing is under way. */
  async settle(): Promise<void> {
    const now = this.#clock.now()
    for (const [address, minute] of this.#minutes) this.#end(address, minute, now)
    await Promise.all(this.#underWay)
  }

  #minuteOf(refusal: Refusal, now: number): AddressMinute {
    const network = networkOf(refusal.origin.sourceAddress)
    const isKnown = this.#minutes.has(network)
    const address = isKnown || this.#minutes.size < addressBound ? network : 'others'
    const running = this.#minutes.get(address)
    if (running && now - running.startedAt < minuteMs) return running
    if (running) this.#end(address, running, now)
    const started = { startedAt: now, rows: 0, suppressed: 0, last: refusal }
    this.#minutes.set(address, started)
    return started
  }

  #end(address: string, minute: AddressMinute, now: number): void {
    this.#minutes.delete(address)
    if (minute.suppressed > 0) this.#append(minute.last, now, minute.suppressed)
  }

  #append(refusal: Refusal, at: number, count: number): void {
    const writing = this.#database
      .write('', (stores) => stores.audit.append(recordOf(refusal, at, count)))
      .catch(this.#report)
      .finally(() => this.#underWay.delete(writing))
    this.#underWay.add(writing)
  }
}

function recordOf(
  { origin, caller, operation, code, about }: Refusal,
  at: number,
  count: number,
): AuditRecord {
  return {
    at,
    accountId: caller?.account.id ?? null,
    userId: caller?.user.id ?? about?.userId ?? null,
    method: caller?.method ?? 'none',
    accessKeyId: caller?.accessKeyId ?? about?.accessKeyId ?? null,
    sourceAddress: origin.sourceAddress,
    requestId: origin.requestId,
    operation,
    objectKind: null,
    objectId: null,
    result: code,
    beforeDigest: null,
    afterDigest: null,
    count,
  }
}
