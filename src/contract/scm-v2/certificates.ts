import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import { ImportBody, importCertificate } from '../scm-v3/certificates.ts'
import { CertificateQuery } from '../scm-v3/shapes.ts'
import * as shapes from './shapes.ts'

/** Certificates as they are kept: 6.2 to 6.4, 6.12, 6.14 to 6.16. */

const text = nullable(Type.String())
const count = Type.Integer()
const { limit, offset, sort_dir, sort_key, content } = CertificateQuery.properties

const Status = oneOf(shapes.statuses)

export const ListedCertificate = Type.Object({
  cert_id: Type.String(),
  cert_name: Type.String(),
  domain: text,
  cert_type: text,
  cert_brand: text,
  domain_type: text,
  purchase_period: nullable(Type.Integer({ description: 'in years' })),
  expired_time: nullable(Type.String({ description: 'in ms since 1970' })),
  order_status: Status,
  order_state: Type.Unsafe<(typeof shapes.statuses)[number]>({
    ...Status,
    description: 'the same, as the reference’s example has it',
  }),
  domain_num: count,
  wildcard_number: count,
  cert_des: text,
})

export const listCertificates = {
  id: 'ScmV2ListCertificates',
  method: 'GET',
  path: `${shapes.root}/certlist`,
  summary: 'List certificates',
  action: 'scm:cert:list',
  ...shapes.inProject,
  about: { kind: 'cert', is: 'listed' },
  query: Type.Object({
    order_status: Type.Optional(oneOf(shapes.statuses)),
    content,
    sort_key,
    sort_dir,
    limit,
    offset,
  }),
  success: {
    status: 200,
    body: Type.Object({
      total: count,
      free_remain: Type.Integer({ description: 'how many more the account may have' }),
      order_list: Type.Array(ListedCertificate),
    }),
  },
} as const satisfies ApiOperation

const Authentication = Type.Object({
  method: oneOf(['DNS', 'FILE', 'EMAIL']),
  status: oneOf(['checking', 'passed']),
  domain_name: Type.String(),
  host_record: Type.String(),
  record_type: Type.String(),
  record: Type.String(),
})

export const Certificate = Type.Object({
  cert_id: Type.String(),
  order_id: text,
  cert_name: Type.String(),
  cert_type: nullable(oneOf(['DV', 'OV', 'EV'])),
  cert_brand: text,
  domain_type: text,
  domain_name: nullable(Type.String({ description: 'every name, by semicolons' })),
  domain: nullable(Type.String({ description: 'the first of them' })),
  domain_number: count,
  cert_describe: text,
  push_support: oneOf(['on', 'off']),
  revoke_reason: text,
  company_name: text,
  company_province: text,
  company_city: text,
  applicant_name: text,
  applicant_phone: text,
  applicant_email: text,
  contact_name: text,
  contact_phone: text,
  contact_email: text,
  status: Status,
  encrypt_type: text,
  country: text,
  organization_unit: text,
  DNS_push_status: oneOf(['ON', 'OFF', 'NONE']),
  auth: Type.Array(Authentication),
  agree_privacy_protection: nullable(
    Type.Boolean({
      description: 'ours: false where the agreement was withdrawn, and what was said is erased',
    }),
  ),
  fail_reason: nullable(
    Type.String({ description: 'ours: why the last application or supplement came to nothing' }),
  ),
})

export const showCertificate = {
  id: 'ScmV2ShowCertificate',
  method: 'GET',
  path: shapes.one,
  summary: 'Show a certificate',
  action: 'scm:cert:get',
  ...shapes.single,
  success: { status: 200, body: Certificate },
} as const satisfies ApiOperation

const RenameBody = Type.Object({
  modify_key: oneOf(['CERT_NAME', 'DESCRIPTION']),
  modify_value: Type.String({
    pattern: '^[A-Za-z0-9-]{1,63}$',
    expectation: 'must have 1 to 63 letters, digits and -',
    violation: 'SCM.0032',
  }),
})

const DescribeBody = Type.Object({
  modify_key: oneOf(['DESCRIPTION']),
  modify_value: Type.Optional(
    Type.String({ pattern: '^[^\\0]*$', maxLength: 255, description: 'nothing: no description any more' }),
  ),
})

const isDescription = (body: Readonly<Record<string, unknown>>) => body['modify_key'] === 'DESCRIPTION'

export const updateCertificate = {
  id: 'ScmV2UpdateCertificate',
  method: 'PUT',
  path: shapes.one,
  summary: 'Change the name or the description of a certificate',
  action: 'scm:cert:edit',
  ...shapes.single,
  body: {
    alternatives: [
      {
        title: 'Name',
        shape: RenameBody,
        when: Type.Object({ modify_key: Type.Literal('CERT_NAME') }),
      },
      {
        title: 'Description',
        shape: DescribeBody,
        when: Type.Object({ modify_key: Type.Literal('DESCRIPTION') }),
      },
    ],
    choose: (body) => (isDescription(body) ? DescribeBody : RenameBody),
  },
  success: { status: 200, body: Type.Object({ response_info: Type.Literal('success') }) },
} as const satisfies ApiOperation

export const deleteCertificate = {
  id: 'ScmV2DeleteCertificate',
  method: 'DELETE',
  path: shapes.one,
  summary: 'Delete a certificate and destroy its key',
  action: 'scm:cert:delete',
  ...shapes.single,
  success: { status: 200, body: shapes.Message },
} as const satisfies ApiOperation

export const downloadCertificate = {
  id: 'ScmV2DownloadCertificate',
  method: 'GET',
  path: `${shapes.one}/cert_file`,
  summary: 'Download a certificate in the forms that servers load',
  action: 'scm:cert:download',
  ...shapes.single,
  success: {
    status: 200,
    headers: { 'Content-Disposition': 'names the archive after the certificate' },
    file: {
      mediaType: 'application/zip',
      description: 'an archive with the folders Apache, Nginx, IIS and Tomcat',
    },
  },
} as const satisfies ApiOperation

const { certificate, private_key } = ImportBody.properties

export const UploadBody = Type.Object({
  cert_name: Type.String({
    pattern: '^[A-Za-z0-9_.-]{1,63}$',
    expectation: 'must have 1 to 63 letters, digits and _ . -',
    violation: 'SCM.0032',
  }),
  cert: Type.String({ ...certificate, description: 'PEM, with its chain, in any order' }),
  private_key,
})

export const uploadCertificate = {
  id: 'ScmV2UploadCertificate',
  method: 'POST',
  path: `${shapes.root}/cert/upload`,
  summary: 'Upload a certificate with its key',
  action: 'scm:cert:upload',
  ...shapes.inProject,
  about: { kind: 'cert', is: 'new' },
  body: UploadBody,
  bodyLimitBytes: importCertificate.bodyLimitBytes,
  success: { status: 200, body: Type.Object({ cert_id: Type.String() }) },
} as const satisfies ApiOperation

export const revokeCertificate = {
  id: 'ScmV2RevokeCertificate',
  method: 'POST',
  path: `${shapes.one}/revoke`,
  summary: 'Revoke a certificate that was issued for an order',
  action: 'scm:cert:revoke',
  ...shapes.single,
  body: Type.Object({
    reason: Type.String({
      pattern: '^\\P{C}{0,63}$',
      expectation: 'must have at most 63 characters',
      allowEmpty: true,
    }),
  }),
  success: { status: 200, body: shapes.Message },
} as const satisfies ApiOperation
