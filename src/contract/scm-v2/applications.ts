import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import { ApplyBody, cancelCertificateRequest } from '../scm-v3/orders.ts'
import * as shapes from './shapes.ts'

/** From entering who applies to erasing it: 6.7 to 6.11, 6.13, 6.19, 6.20. */

const {
  domain_method: _domainMethod,
  key_algorithm: _keyAlgorithm,
  ca_hash_algorithm: _hashAlgorithm,
  ...entered
} = ApplyBody.properties
const { auto_dns_auth: _automatic, ...saved } = entered

export const CompleteBody = Type.Object(entered)
export const SaveBody = Type.Object(saved)

export const completeApplication = {
  id: 'ScmV2CompleteCertificate',
  method: 'POST',
  path: `${shapes.one}/complete`,
  summary: 'Apply for a certificate that was bought',
  action: 'scm:cert:complete',
  ...shapes.single,
  body: CompleteBody,
  success: { status: 200, body: shapes.RequestInfo },
} as const satisfies ApiOperation

export const saveApplication = {
  id: 'ScmV2SaveCertificate',
  method: 'POST',
  path: `${shapes.one}/save`,
  summary: 'Keep what was entered, to apply with it later',
  action: 'scm:cert:complete',
  ...shapes.single,
  body: SaveBody,
  success: { status: 200, body: shapes.RequestInfo },
} as const satisfies ApiOperation

const text = nullable(Type.String())
const Shown = oneOf(['0', '1'])

export const readApplication = {
  id: 'ScmV2ReadCertificate',
  method: 'POST',
  path: `${shapes.one}/read`,
  summary: 'Read what was entered',
  action: 'scm:cert:complete',
  ...shapes.single,
  success: {
    status: 200,
    body: Type.Object({
      domain_name: text,
      sans: text,
      CSR: text,
      country: text,
      company_unit: text,
      company_name: text,
      company_province: text,
      company_city: text,
      applicant_name: text,
      applicant_phone: text,
      applicant_email: text,
      contact_name: text,
      contact_phone: text,
      contact_email: text,
      bl: Type.Unsafe<'0' | '1'>({ ...Shown, description: '1: a bank account opening permit was uploaded' }),
      tl: Type.Unsafe<'0' | '1'>({ ...Shown, description: '1: a business licence was uploaded' }),
    }),
  },
} as const satisfies ApiOperation

export const checkRequest = {
  id: 'ScmV2CheckCsr',
  method: 'POST',
  path: `${shapes.root}/check-csr`,
  summary: 'Verify a CSR and tell the domain that it is for',
  action: 'scm:cert:complete',
  ...shapes.inProject,
  body: Type.Object({ csr: Type.String({ maxLength: 5120, contentViolations: ['SCM.0015'] }) }),
  success: {
    status: 200,
    body: Type.Object({ domain: Type.String(), domain_name: Type.String() }),
  },
} as const satisfies ApiOperation

export const cancelApplication = {
  id: 'ScmV2CancelCertificate',
  method: 'POST',
  path: `${shapes.one}/cancel-cert`,
  summary: cancelCertificateRequest.summary,
  action: 'scm:cert:cancel',
  ...shapes.single,
  success: cancelCertificateRequest.success,
} as const satisfies ApiOperation

export const uploadAuthentication = {
  id: 'ScmV2UploadAuthentication',
  method: 'POST',
  path: `${shapes.one}/info/{type}/upload_authentication`,
  summary: 'Show the reviewer a picture',
  action: 'scm:cert:complete',
  ...shapes.single,
  params: Type.Object({
    ...shapes.CertificatePath.properties,
    type: oneOf(['BL', 'TL'], { description: 'BL: bank account opening permit; TL: business licence' }),
  }),
  file: {
    mediaTypes: ['image/png', 'image/jpeg', 'application/pdf'],
    description: 'PNG, JPEG or PDF of at most 2 MiB; the one before of this type goes',
  },
  // so that a picture that is too long is told so in the API's own words
  bodyLimitBytes: 3 * 1024 * 1024,
  success: { status: 200, body: shapes.RequestInfo },
} as const satisfies ApiOperation

export const withdrawPrivacy = {
  id: 'ScmV2DeletePrivacyProtection',
  method: 'DELETE',
  path: `${shapes.root}/privacy-protection/{cert_id}`,
  summary: 'Erase what was said about those who applied',
  action: 'scm:privacyProtection:delete',
  ...shapes.single,
  success: { status: 200, body: shapes.Message },
} as const satisfies ApiOperation

const names = { maxLength: 4096, contentViolations: ['SCM.0015'], description: 'by semicolons' }

export const supplementDomains = {
  id: 'ScmV2SupplementCertificate',
  method: 'POST',
  path: `${shapes.one}/supplement`,
  summary: 'Have a multi-domain certificate issued anew with more names',
  action: 'scm:cert:supplement',
  ...shapes.single,
  body: Type.Object({
    ori_sans: Type.String({ ...names, allowEmpty: true }),
    add_sans: Type.Optional(Type.String(names)),
    email: Type.Optional(ApplyBody.properties.applicant_email),
  }),
  success: { status: 200, body: shapes.RequestInfo },
} as const satisfies ApiOperation
