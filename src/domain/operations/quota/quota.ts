import { DomainError } from '../../model/errors.ts'
import type { TenantStores } from '../../ports/doors.ts'
import type { QuotaKind } from '../../ports/quota-store.ts'
import type { AccountQuota, Call, OperationSettings } from '../world.ts'

export function quotaLimit({ caller: { account }, settings }: Call, kind: QuotaKind): number {
  const ownLimit = {
    CERTIFICATE_AUTHORITY: account.authorityQuota,
    CERTIFICATE: account.certificateQuota,
    HOSTED_CERTIFICATE: null,
    CERTIFICATE_REQUEST: null,
  }[kind]
  return limitOf(settings, kind, { name: account.name, ownLimit })
}

/** Of CSRs: each may hold a key, and nobody needs more at a time. */
const requestQuota: AccountQuota = { everyone: 1000, byName: {} }

/** The account's own limit, else the installation's. */
export function limitOf(
  settings: OperationSettings,
  kind: QuotaKind,
  { name, ownLimit }: { readonly name: string; readonly ownLimit: number | null },
): number {
  const { byName, everyone } = {
    CERTIFICATE_AUTHORITY: settings.authorityQuota,
    CERTIFICATE: settings.certificateQuota,
    HOSTED_CERTIFICATE: settings.hostedCertificateQuota,
    CERTIFICATE_REQUEST: requestQuota,
  }[kind]
  return ownLimit ?? (Object.hasOwn(byName, name) ? byName[name] : undefined) ?? everyone
}

/** Refuses early, before keys are made for nothing. The commit decides: see `takeQuota`. */
export async function checkQuota(call: Call, kind: QuotaKind): Promise<void> {
  const used = await call.read(({ quotas }) => quotas.used(kind))
  if (used >= quotaLimit(call, kind)) throw exceeded(kind)
}

/** Takes one within the transaction that adds the object. Throws `quota-exceeded`. */
export async function takeQuota(call: Call, { quotas }: TenantStores, kind: QuotaKind): Promise<void> {
  if (!(await quotas.take(kind, quotaLimit(call, kind)))) throw exceeded(kind)
}

const exceeded = (kind: QuotaKind) => new DomainError('quota-exceeded', { reason: kind })
