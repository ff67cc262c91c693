import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

/** Ours: what the vendor's console does and its API has no operation for (api-answers A17, A39). */

const one = '/v3/scm/certificates/{certificate_id}'
const single = { kind: 'cert', parameter: 'certificate_id' } as const

export const revokeCertificate = {
  id: 'ScmRevokeCertificate',
  method: 'POST',
  path: `${one}/revoke`,
  summary: 'Revoke a certificate that was issued for an order',
  action: 'scm:cert:revoke',
  about: single,
  params: shapes.CertificatePath,
  body: Type.Object({
    reason: Type.Optional(
      oneOf(
        [
          'UNSPECIFIED',
          'KEY_COMPROMISE',
          'AFFILIATION_CHANGED',
          'SUPERSEDED',
          'CESSATION_OF_OPERATION',
          'PRIVILEGE_WITHDRAWN',
        ],
        { description: 'UNSPECIFIED if absent' },
      ),
    ),
  }),
  isBodyOptional: true,
  success: { status: 204 },
} as const satisfies ApiOperation

export const renewCertificate = {
  id: 'RenewCertificate',
  method: 'POST',
  path: `${one}/renew`,
  summary: 'Renew a certificate in place, now',
  action: 'scm:cert:apply',
  about: single,
  params: shapes.CertificatePath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const updateAutoRenewal = {
  id: 'UpdateAutoRenewal',
  method: 'PUT',
  path: `${one}/auto-renewal`,
  summary: 'Have a certificate renewed by itself, or not',
  action: 'scm:cert:update',
  about: single,
  params: shapes.CertificatePath,
  body: Type.Object({ enabled: Type.Boolean() }),
  success: { status: 204 },
} as const satisfies ApiOperation

const Step = Type.Object({
  name: oneOf(['period', 'key', 'issuer', 'zone', 'proof', 'delivery']),
  domain: nullable(Type.String({ description: 'the name that it is about' })),
  is_fine: Type.Boolean(),
  finding: Type.String({ description: 'for people' }),
})

export const rehearseRenewal = {
  id: 'RehearseRenewal',
  method: 'POST',
  path: `${one}/rehearse`,
  summary: 'Go the way of a renewal without issuing, and tell what would fail',
  action: 'scm:cert:apply',
  about: single,
  params: shapes.CertificatePath,
  success: { status: 200, body: Type.Object({ is_fine: Type.Boolean(), steps: Type.Array(Step) }) },
} as const satisfies ApiOperation
