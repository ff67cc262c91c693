import { Type } from 'typebox'
import type { ApiOperation } from '../operation.ts'
import * as shapes from './shapes.ts'

const root = '/v1/private-certificate-authorities'
const one = `${root}/{ca_id}`

export const EnableBody = Type.Object({
  obs_bucket_name: shapes.BucketName,
  valid_days: shapes.ValidDays,
  crl_name: Type.Optional(shapes.CrlName),
})

export const enableRevocationList = {
  id: 'EnableCertificateAuthorityCrl',
  method: 'POST',
  path: `${one}/crl/enable`,
  summary: "Publish the CA's CRL, or change where and for how long",
  action: 'pca:ca:enableCrl',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  body: EnableBody,
  success: { status: 204 },
} as const satisfies ApiOperation

export const disableRevocationList = {
  id: 'DisableCertificateAuthorityCrl',
  method: 'POST',
  path: `${one}/crl/disable`,
  summary: 'Name no CRL in certificates from now on',
  action: 'pca:ca:disableCrl',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const SwitchBody = Type.Object({ ocsp_switch: Type.Boolean() })

export const switchStatusResponder = {
  id: 'UpdateOcspSwitch',
  method: 'POST',
  path: `${one}/ocsp/switch`,
  summary: "Name the CA's OCSP responder in certificates from now on, or no longer",
  action: 'pca:ca:updateOcspSwitch',
  about: { kind: 'ca', parameter: 'ca_id' },
  params: shapes.AuthorityPath,
  body: SwitchBody,
  success: { status: 204 },
} as const satisfies ApiOperation

const agencyId = Type.Object({ agency_id: Type.String() })
/** Text and not a flag: clients compare it with "true". */
const granted = Type.Object({ agency_granted: Type.String({ description: '"true" or "false"' }) })

export const createBucketAgency = {
  id: 'CreateCertificateAuthorityObsAgency',
  method: 'POST',
  path: `${root}/obs/agencies`,
  summary: "Let the service publish to the account's buckets",
  action: 'secu_admin',
  success: { status: 200, body: agencyId },
} as const satisfies ApiOperation

export const showBucketAgency = {
  id: 'ShowCertificateAuthorityObsAgency',
  method: 'GET',
  path: `${root}/obs/agencies`,
  summary: "Show whether the service may publish to the account's buckets",
  action: 'secu_admin',
  success: { status: 200, body: granted },
} as const satisfies ApiOperation

export const createAgency = {
  id: 'CreateAgency',
  method: 'POST',
  path: `${root}/agencies`,
  summary: "Let the service publish to the account's buckets (the newer name)",
  action: 'secu_admin',
  success: { status: 200, body: agencyId },
} as const satisfies ApiOperation

export const showAgency = {
  id: 'ShowAgency',
  method: 'GET',
  path: `${root}/agency`,
  summary: "Show whether the service may publish to the account's buckets (the newer name)",
  action: 'secu_admin',
  success: { status: 200, body: granted },
} as const satisfies ApiOperation

export const listBuckets = {
  id: 'ListCertificateAuthorityObsBucket',
  method: 'GET',
  path: `${root}/obs/buckets`,
  summary: 'List the buckets that a CRL can be published to',
  action: 'pca::listBuckets',
  success: {
    status: 200,
    body: Type.Object({
      total: Type.Integer(),
      obs_buckets: Type.Array(
        Type.Object({
          bucket_name: Type.String(),
          create_time: Type.Integer({ description: 'ms since the epoch' }),
        }),
      ),
    }),
  },
} as const satisfies ApiOperation
