import type { RevocationReason } from '../../model/revocation.ts'
import type { SerialNumber } from '../../model/serial-number.ts'
import type { Clock } from '../../ports/clock.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import { noteRevoked } from '../revocation/note-revocation.ts'
import type { LocalDoors } from './local-doors.ts'

/** A certificate of which the database holds nothing but, perhaps, its number. */
export interface LostCertificate {
  readonly accountId: string
  readonly issuerId: string
  readonly serialNumber: SerialNumber
  readonly reason: RevocationReason
  /** When it ends, in ms since the epoch; null: with its CA at the latest. */
  readonly notAfter: number | null
}

/** Why it is not revoked; one line for the operator. */
export class NotRevokedError extends Error {
  override readonly name = 'NotRevokedError'
}

/**
 * Revokes for good, by issuer and serial number, a certificate that was issued after the backup that the database came
 * from, or deleted: its list, its journal and OCSP tell of it like of any other. `known`: certificates of that serial
 * number that the database has; those are revoked over the API, which tells their owner. Throws a `NotRevokedError`.
 */
export const revokeLost = (
  { write }: Pick<LocalDoors, 'write'>,
  clock: Pick<Clock, 'now'>,
  known: readonly string[],
  { accountId, issuerId, serialNumber, reason, notAfter }: LostCertificate,
): Promise<void> =>
  write(async (stores, tell) => {
    const now = clock.now()
    const end = notAfter ?? (await endOfIssuer(stores, issuerId))
    if (end <= now) throw new NotRevokedError('it has ended already: lists tell of what lives')
    await checkLost(stores, issuerId, serialNumber, known)
    const before = await stores.serials.find(issuerId, serialNumber)
    const isForGood = before?.revocation && before.revocation.reason !== 'CERTIFICATE_HOLD'
    if (isForGood) throw new NotRevokedError(`${serialNumber} is revoked already`)
    if (!before) await stores.serials.register({ issuerId, serialNumber, notAfter: end })
    const revocation = { revokedAt: now, reason }
    await stores.serials.revoke(issuerId, serialNumber, revocation)
    const record = { serialNumber, notAfter: end, at: now, reason }
    await noteRevoked(clock, stores, { accountId, authorityId: issuerId }, record)
    tell({ kind: 'serial', id: serialNumber, before, after: { ...revocation, issuerId } })
  })

async function endOfIssuer({ authorities }: InstallationStores, issuerId: string): Promise<number> {
  const issuer = await authorities.find(issuerId)
  if (issuer?.certificate) return issuer.certificate.notAfter
  throw new NotRevokedError(
    `the CA ${issuerId} has no certificate or its key is gone: it signs no list any more`,
  )
}

async function checkLost(
  { authorities }: InstallationStores,
  issuerId: string,
  serialNumber: SerialNumber,
  known: readonly string[],
): Promise<void> {
  const [certificate] = known
  if (certificate !== undefined) {
    throw new NotRevokedError(`the database has it: revoke the certificate ${certificate} over the API`)
  }
  const [authority] = await authorities.withSerial(issuerId, serialNumber)
  if (authority) throw new NotRevokedError(`the database has it: revoke the CA ${authority.id} over the API`)
}
