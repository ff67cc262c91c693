import type { Static } from '../../contract/operation.ts'
import type * as contract from '../../contract/pca-v1/authorities.ts'
import { authorityName } from '../../domain/model/distinguished-name.ts'
import { authorityKeyUsages } from '../../domain/model/key-usage.ts'
import type { ActivateAuthorityCommand } from '../../domain/operations/authority/activate-authority.ts'
import type { Certification } from '../../domain/operations/authority/certify-subordinate.ts'
import type {
  CreateAuthorityCommand,
  RootCertification,
} from '../../domain/operations/authority/create-authority.ts'
import { readName, readRevocationList, readValidity } from './read-fields.ts'

type RootBody = Static<typeof contract.RootBody>
type ActiveBody = Static<typeof contract.ActiveSubordinateBody>
type PendingBody = Static<typeof contract.PendingSubordinateBody>
type ActivateBody = Static<typeof contract.ActivateBody>

/** The contract chose the shape by the same three facts: the type, and what a certification needs. */
export function readCreation(body: Record<string, unknown>): CreateAuthorityCommand {
  const { ca_id, distinguished_name, key_algorithm, crl_configuration, enterprise_project_id } =
    body as PendingBody
  const subject = authorityName(readName(distinguished_name))
  const kind = readKind(body)
  const revocationList = readRevocationList(crl_configuration)
  return {
    ...kind,
    ...(revocationList && { revocationList }),
    ...(ca_id !== undefined && { orderedId: ca_id }),
    subject,
    keyAlgorithm: key_algorithm,
    ...(enterprise_project_id !== undefined && { enterpriseProjectId: enterprise_project_id }),
  }
}

function readKind(body: Record<string, unknown>) {
  if (body['type'] === 'ROOT') return { kind: 'root' as const, ...readRoot(body as RootBody) }
  if (['issuer_id', 'signature_algorithm', 'validity'].every((field) => body[field] !== undefined)) {
    return { kind: 'active-subordinate' as const, ...readCertification(body as ActiveBody) }
  }
  const { signature_algorithm = null } = body as PendingBody
  return { kind: 'pending-subordinate' as const, signatureHash: signature_algorithm }
}

export function readActivation(id: string, body: Record<string, unknown>): ActivateAuthorityCommand {
  const { type, distinguished_name, key_algorithm, enterprise_project_id } = body as ActivateBody
  const identity = {
    ...(distinguished_name && { subject: authorityName(readName(distinguished_name)) }),
    ...(key_algorithm && { keyAlgorithm: key_algorithm }),
  }
  const certification =
    type === 'ROOT'
      ? { type, ...readRoot(body as RootBody) }
      : { ...(type && { type }), ...readCertification(body as ActiveBody) }
  const revocationList = readRevocationList((body as ActivateBody).crl_configuration)
  return {
    id,
    ...(revocationList !== undefined && { revocationList }),
    ...identity,
    ...certification,
    ...(enterprise_project_id !== undefined && { enterpriseProjectId: enterprise_project_id }),
  }
}

const readRoot = ({ signature_algorithm, validity }: RootBody): RootCertification => ({
  signatureHash: signature_algorithm,
  validity: readValidity(validity, 'root'),
})

type CertificationBody = Pick<
  ActiveBody,
  'issuer_id' | 'signature_algorithm' | 'validity' | 'path_length' | 'key_usages'
>

const readCertification = (body: CertificationBody): Certification => ({
  issuerId: body.issuer_id,
  signatureHash: body.signature_algorithm,
  validity: readValidity(body.validity, 'other'),
  pathLength: body.path_length ?? 0,
  keyUsages: body.key_usages?.length ? body.key_usages : authorityKeyUsages,
})
