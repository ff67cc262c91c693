import { isOrganizationValidated, orderEnd } from '../../model/certificate-order.ts'
import { bareName, type DistinguishedName } from '../../model/distinguished-name.ts'
import { DomainError } from '../../model/errors.ts'
import { orderedNames } from '../../model/ordered-names.ts'
import type { Carried, NextLook } from './carried.ts'
import { presentRequest } from './coming-key.ts'
import { takeIn } from './take-in.ts'

/** Has the built-in issuer sign; under the id of this way, so that it signs once. */
export async function issueByOurselves(carried: Carried): Promise<NextLook> {
  const { world, builtInIssuer, held, certificate, issuance } = carried
  const { ordered } = certificate
  const requestDer = await presentRequest(carried)
  const [domain = ''] = issuance.names
  await held.confirm()
  const come = await builtInIssuer.issue({
    id: issuance.id,
    brand: ordered.brand,
    subject: await subjectOf(carried, domain),
    names: orderedNames(issuance.names),
    requestDer,
    endsAt: ordered.periodEndsAt ?? orderEnd(ordered, world.clock.now()),
  })
  await world.faults.reach('order: signed, not recorded')
  return await takeIn(carried, { ...come, issuedId: issuance.id })
}

/** The company as it was reviewed; of DV nobody knows who it is. */
async function subjectOf(
  { world, accountId, certificate }: Carried,
  commonName: string,
): Promise<DistinguishedName> {
  if (!isOrganizationValidated(certificate.ordered.type)) return bareName(commonName)
  const application = await world.database.read(accountId, ({ applications }) =>
    applications.find(certificate.id),
  )
  if (!application) {
    throw new DomainError('issuer-refused', { reason: 'what was said about the company was erased' })
  }
  const { company } = application
  return {
    country: company.country,
    state: company.province,
    locality: company.city,
    organization: company.name,
    organizationalUnit: null,
    commonName,
  }
}
