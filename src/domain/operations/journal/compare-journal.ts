import {
  changeOf,
  type JournalRecord,
  sameRecord,
  type ToldStatus,
  type ToldStatuses,
  tellAll,
} from '../../model/journal.ts'
import type { Revocation } from '../../model/revocation.ts'
import type { SerialNumber } from '../../model/serial-number.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { JournalOwner, QueuedRecord } from '../../ports/journal-store.ts'
import type { SerialStatus } from '../../ports/serial-registry.ts'

/** What journal and list tell of a certificate, and the database does not know. */
export interface MissingStatus {
  readonly serialNumber: SerialNumber
  readonly told: ToldStatus
  /** Undefined: the database never heard of it. */
  readonly known: SerialStatus | undefined
  /** Null: it was released. */
  readonly revocation: Revocation | null
}

/** So many serial numbers are looked up by one statement. */
export const lookUpBatch = 500

/** `waiting`: the serial numbers of which the database holds records that are in no journal. */
export async function missingOf(
  { serials }: Pick<TenantReaders, 'serials'>,
  { authorityId }: JournalOwner,
  told: readonly (readonly [SerialNumber, ToldStatus])[],
  waiting: ReadonlySet<SerialNumber>,
): Promise<MissingStatus[]> {
  const known = await serials.findEach(
    authorityId,
    told.map(([serialNumber]) => serialNumber),
  )
  return told.flatMap(([serialNumber, status]) => {
    const revocation = changeOf(known.get(serialNumber), status, waiting.has(serialNumber))
    if (revocation === undefined) return []
    return [{ serialNumber, told: status, known: known.get(serialNumber), revocation }]
  })
}

export function* batchesOf(told: ToldStatuses): Generator<[SerialNumber, ToldStatus][]> {
  let batch: [SerialNumber, ToldStatus][] = []
  for (const entry of told) {
    batch.push(entry)
    if (batch.length < lookUpBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** Records that are queued and in the journal already: a process died between the two, or the database is older. */
export function writtenBefore(
  queued: readonly QueuedRecord[],
  records: readonly JournalRecord[],
): QueuedRecord[] {
  if (queued.length === 0) return []
  const bySerial = Map.groupBy(records, ({ serialNumber }) => serialNumber)
  return queued.filter((one) => bySerial.get(one.serialNumber)?.some((record) => sameRecord(one, record)))
}

export const serialsOf = (records: readonly JournalRecord[]): Set<SerialNumber> =>
  new Set(records.map(({ serialNumber }) => serialNumber))

/** Whether the database knows all that these records tell. */
export async function knowsAll(
  stores: Pick<TenantReaders, 'serials' | 'journals'>,
  owner: JournalOwner,
  records: readonly JournalRecord[],
): Promise<boolean> {
  if (records.length === 0) return true
  const queued = await stores.journals.listQueued(owner.authorityId, Number.MAX_SAFE_INTEGER)
  const written = new Set(writtenBefore(queued, records))
  const waiting = serialsOf(queued.filter((one) => !written.has(one)))
  for (const batch of batchesOf(tellAll(new Map(), records))) {
    if ((await missingOf(stores, owner, batch, waiting)).length > 0) return false
  }
  return true
}
