import type { Authority } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import type { KeyUsage } from '../../model/key-usage.ts'
import type { RevocationListSettings } from '../../model/revocation-list.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { Call } from '../world.ts'
import { revocationJobs, subjectOf } from './job-subject.ts'

/** What a caller asks for; without a name it is the CA's own id (api-answers A8). */
export interface RevocationListRequest {
  readonly bucket: string
  readonly name?: string
  readonly validDays: number
}

/** The settings for a CA. Throws `revocation-list-configuration-invalid` for a bucket that is not the account's to use. */
export async function resolveSettings(
  call: Call,
  authorityId: string,
  { bucket, name = authorityId, validDays }: RevocationListRequest,
): Promise<RevocationListSettings> {
  const accountId = call.caller.account.id
  const agency = await call.read(({ agencies }) => agencies.find())
  if (!agency) throw invalid('obs_bucket_name', 'needs an agency: create one first')
  if (!(await call.buckets.has(accountId, bucket)))
    throw invalid('obs_bucket_name', 'names no bucket of the account')
  return { bucket, name, validDays }
}

/** Throws `revocation-list-configuration-invalid` for a CA that may not sign lists; null usages allow all. */
export function checkMaySignLists(keyUsages: readonly KeyUsage[] | null): void {
  if (!keyUsages || keyUsages.includes('cRLSign')) return
  throw invalid('enabled', 'needs cRLSign among the key usages of the CA')
}

/** Takes the location and asks for a first list; part of the transaction that changes the CA. */
export async function occupy(
  call: Call,
  stores: TenantStores,
  { id }: Pick<Authority, 'id'>,
  settings: RevocationListSettings,
): Promise<void> {
  const now = call.clock.now()
  const isOurs = await stores.revocationLists.claim(id, settings, now)
  if (!isOurs) throw invalid('crl_name', 'is taken in this bucket')
  const subject = subjectOf({ accountId: call.caller.account.id, authorityId: id })
  await stores.jobs.enqueue(revocationJobs.tend, subject, now)
}

/** A CA that waited for its certificate has it: what was configured before begins, or what it is now. */
export async function beginLists(
  call: Call,
  stores: TenantStores,
  before: Authority,
  after: Authority,
  keyUsages: readonly KeyUsage[] | null,
): Promise<void> {
  const { revocationList } = after
  if (revocationList) checkMaySignLists(keyUsages)
  if (before.revocationList !== revocationList) await leave(call, stores, before)
  if (revocationList) await occupy(call, stores, after, revocationList)
}

/** A location that no certificate names is free for others once the CA has left it. */
export async function leave(
  call: Call,
  stores: TenantStores,
  { id, revocationList }: Authority,
): Promise<void> {
  if (revocationList) await stores.revocationLists.release(id, revocationList, call.clock.now())
}

const invalid = (field: string, reason: string) =>
  new DomainError('revocation-list-configuration-invalid', {
    parameter: `crl_configuration.${field}`,
    reason,
  })
