import type { Revocation } from '../../model/revocation.ts'
import type { InstallationStores } from '../../ports/doors.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { World } from '../world.ts'
import type { MissingStatus } from './compare-journal.ts'

type TakingWorld = Pick<World, 'clock' | 'random' | 'digest'>

/**
 * Writes what the database did not know, with an audit row for each noun that changes; part of a transaction that found
 * it missing. `certificateIds`: of the certificates that the database has, by serial number.
 */
export async function takeOver(
  world: TakingWorld,
  stores: InstallationStores,
  owner: JournalOwner,
  missing: readonly MissingStatus[],
  certificateIds: ReadonlyMap<string, string>,
): Promise<void> {
  for (const one of missing) {
    await takeOverSerial(stores, owner, one)
    const isTold = await tellNouns(world, stores, owner, one, certificateIds.get(one.serialNumber))
    if (!isTold) await tell(world, stores, owner, 'serial', one.serialNumber, one.known, one.revocation)
  }
}

async function takeOverSerial(
  { serials }: InstallationStores,
  { authorityId: issuerId }: JournalOwner,
  { serialNumber, told: { notAfter }, known, revocation }: MissingStatus,
): Promise<void> {
  if (!known) await serials.register({ issuerId, serialNumber, notAfter })
  if (revocation) await serials.revoke(issuerId, serialNumber, revocation)
  else if (known) await serials.release(issuerId, serialNumber)
}

/** False where the certificate is in no record: it was issued after the backup was made, or deleted before. */
async function tellNouns(
  world: TakingWorld,
  stores: InstallationStores,
  owner: JournalOwner,
  { serialNumber, revocation }: MissingStatus,
  certificateId: string | undefined,
): Promise<boolean> {
  const authorities = await stores.authorities.withSerial(owner.authorityId, serialNumber)
  for (const before of authorities) {
    const after = { ...before, revocation }
    await stores.authorities.replace(after)
    await tell(world, stores, owner, 'authority', before.id, before, after)
  }
  const before = certificateId === undefined ? undefined : await stores.certificates.find(certificateId)
  if (!before) return authorities.length > 0
  await stores.certificates.setRevocation(before.id, revocation)
  await tell(world, stores, owner, 'certificate', before.id, before, { ...before, revocation })
  return true
}

/** In the words that the caller's act had. */
const tell = (
  world: TakingWorld,
  { audit }: InstallationStores,
  { accountId }: JournalOwner,
  kind: string,
  id: string,
  before: unknown,
  after: { readonly revocation: Revocation | null } | Revocation | null,
) =>
  audit.append(
    systemRecord(world, accountId, {
      method: 'restore',
      operation: 'takeOverRevocation',
      kind,
      id,
      before,
      after,
    }),
  )
