import type { ResourceKind } from '../../model/permission/policy-object.ts'
import type { TenantReaders } from '../../ports/doors.ts'

/** A resource that policies may name, by the service that the action is of. */
export function findResource(
  { authorities, certificates, hostedCertificates }: TenantReaders,
  { service, kind }: { readonly service: string; readonly kind: ResourceKind },
  id: string,
): Promise<{ readonly enterpriseProjectId: string } | undefined> {
  if (kind === 'ca') return authorities.find(id)
  return service === 'scm' ? hostedCertificates.find(id) : certificates.find(id)
}
