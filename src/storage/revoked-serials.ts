import type { RevocationReason } from '../domain/model/revocation.ts'
import { type Place, pageSize, type RevokedPage, readRevokedPage } from './revoked-page.ts'
import { openSnapshots, type Snapshots } from './snapshots.ts'

/** A revoked certificate as the registry of serials knows it; `serialNumber` unsigned and big-endian. */
export interface RevokedSerial {
  readonly serialNumber: Uint8Array
  readonly revokedAt: number
  readonly reason: RevocationReason
}

/** What CAs have revoked, by the million; see `Snapshots`. */
export class RevokedSerials {
  readonly #snapshots: Snapshots

  constructor(snapshots: Snapshots) {
    this.#snapshots = snapshots
  }

  /**
   * Hands all that a CA revoked to `take`, one by one, as it stands at one moment; certificates that ended before
   * `endedAfter` are left out. Not bound to an account: a CA's list holds whatever the CA issued, and whose the CA is,
   * who signs the list knows by its key.
   */
  read(authorityId: string, endedAfter: number, take: (revoked: RevokedSerial) => void): Promise<void> {
    return this.#snapshots.read(async (db) => {
      let place: Place = { notAfter: endedAfter, serialNumber: new Uint8Array() }
      for (;;) {
        const page = await readRevokedPage(db, this.#snapshots.engine, authorityId, place)
        const last = takeAll(page, take)
        if (!last || page.count < pageSize) return
        place = { notAfter: page.end, serialNumber: last.serialNumber }
      }
    })
  }

  close(): Promise<void> {
    return this.#snapshots.close()
  }
}

/** Over a connection of its own to the migrated database that a URL names. */
export const openRevokedSerials = async (url: string): Promise<RevokedSerials> =>
  new RevokedSerials(await openSnapshots(url))

/** Yields the last of them. */
function takeAll(
  { count, serials, times, reasons }: RevokedPage,
  take: (revoked: RevokedSerial) => void,
): RevokedSerial | undefined {
  const [serial, time, reason] = [serials.split(','), times.split(','), reasons.split(',')]
  let last: RevokedSerial | undefined
  for (let row = 0; row < count; row += 1) {
    last = {
      serialNumber: Buffer.from(serial[row] ?? '', 'hex'),
      revokedAt: Number(time[row]),
      reason: reason[row] as RevocationReason,
    }
    take(last)
  }
  return last
}
