import type { Static } from '../../contract/operation.ts'
import type * as shapes from '../../contract/pca-v1/shapes.ts'
import { type AlternativeName, parseAlternativeName } from '../../domain/model/alternative-name.ts'
import type { DistinguishedNameInput } from '../../domain/model/distinguished-name.ts'
import { DomainError } from '../../domain/model/errors.ts'
import { checkPeriod, type ValidityRequest } from '../../domain/model/validity.ts'
import type { RevocationListRequest } from '../../domain/operations/revocation/revocation-list-settings.ts'

/** Fields that several requests share, from the API's words to the domain's. */

export const readName = (name: Static<typeof shapes.CertificateName>): DistinguishedNameInput => ({
  country: name.country,
  state: name.state,
  locality: name.locality,
  organization: name.organization,
  organizationalUnit: name.organizational_unit,
  commonName: name.common_name,
})

/** Throws `validity-invalid` when the period is longer than its kind of certificate may live. */
export function readValidity(
  validity: Static<typeof shapes.Validity>,
  kind: 'root' | 'other',
): ValidityRequest {
  const { type, value, start_from } = validity
  const request = { unit: type, value, ...(start_from !== undefined && { startFrom: Number(start_from) }) }
  checkPeriod(request, kind)
  return request
}

export const readAlternativeNames = (
  names: Static<typeof shapes.SubjectAlternativeNames> = [],
): AlternativeName[] =>
  names.map(({ type, value }, index) =>
    parseAlternativeName(type, value, `subject_alternative_names[${index}]`),
  )

/** Nothing means the default one. */
export const readEnterpriseProject = (id: string | undefined): string => id ?? '0'

/** Of a list, where nothing and `all` mean whatever the caller may see. */
export const readProjectFilter = (id: string | undefined): { readonly enterpriseProjectId?: string } =>
  id === undefined || id === 'all' ? {} : { enterpriseProjectId: id }

/** What is asked for; null: no list; undefined: nothing is said of it. */
export function readRevocationList(
  configuration: Static<typeof shapes.CrlConfiguration> | undefined,
): RevocationListRequest | null | undefined {
  if (!configuration) return undefined
  const { enabled, obs_bucket_name: bucket, valid_days: validDays, crl_name: name } = configuration
  if (!enabled) return null
  if (bucket === undefined) throw invalidList('obs_bucket_name')
  if (validDays === undefined) throw invalidList('valid_days')
  return { bucket, validDays, ...(name !== undefined && { name }) }
}

const invalidList = (field: string) =>
  new DomainError('revocation-list-configuration-invalid', {
    parameter: `crl_configuration.${field}`,
    reason: 'is required when the CRL is enabled',
  })
