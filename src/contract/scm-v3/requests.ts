import { type TProperties, Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

/** Requests for certificates (CSR) that the account keeps: client contract 1.1, operations 19 to 25. */

const root = '/v3/scm/csr'
const one = `${root}/{id}`

const RequestName = Type.String({
  pattern: '^[A-Za-z0-9_.-]{1,63}$',
  expectation: 'must have 1 to 63 letters, digits and _ . -',
  violation: 'SCM.0032',
})

const RequestPath = Type.Object({
  id: Type.String({
    pattern: '^[A-Za-z0-9_-]{16,40}$',
    expectation: 'must have 16 to 40 letters, digits and _ -',
  }),
})

/** SM2 is the vendor's too; nothing here can sign with it. */
const keyAlgorithms = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384'] as const

const CompanyField = Type.Optional(
  Type.String({ maxLength: 255, description: 'of the subject; needed where usage is ENTERPRISE' }),
)

export const CreateBody = Type.Object({
  name: RequestName,
  domain_name: Type.String({
    minLength: 1,
    maxLength: 63,
    contentViolations: ['SCM.0015'],
    description: 'the common name, a host name or an address',
  }),
  sans: Type.Optional(
    Type.String({
      maxLength: 4096,
      contentViolations: ['SCM.0015'],
      description: 'more of them, by semicolons',
    }),
  ),
  private_key_algo: oneOf(keyAlgorithms),
  usage: oneOf(['PERSONAL', 'ENTERPRISE']),
  company_country: CompanyField,
  company_province: CompanyField,
  company_city: CompanyField,
  company_name: CompanyField,
})

const time = Type.Integer({ description: 'in ms since 1970' })

const described = {
  id: Type.String(),
  name: Type.String(),
  domain_name: Type.String(),
  sans: Type.String(),
  private_key_algo: Type.String({
    description: 'of one that was uploaded also RSA_8192, EC_P521 and the like',
  }),
  usage: oneOf(['PERSONAL', 'ENTERPRISE']),
  company_country: nullable(Type.String()),
  company_province: nullable(Type.String()),
  company_city: nullable(Type.String()),
  company_name: nullable(Type.String()),
  create_time: time,
  update_time: time,
} as const satisfies TProperties

export const DescribedRequest = Type.Object(described)
export const Request = Type.Object({ ...described, csr: Type.String({ description: 'PKCS #10 in PEM' }) })

export const createCsr = {
  id: 'CreateCsr',
  method: 'POST',
  path: root,
  summary: 'Create a CSR with its key',
  action: 'scm::createCsr',
  body: CreateBody,
  success: { status: 201, body: DescribedRequest },
} as const satisfies ApiOperation

export const listCsr = {
  id: 'ListCsr',
  method: 'GET',
  path: root,
  summary: 'List CSRs',
  action: 'scm::listCsr',
  query: Type.Object({
    limit: Type.Optional(shapes.Limit),
    offset: Type.Optional(shapes.Offset),
    name: Type.Optional(Type.String({ maxLength: 63, description: 'a part of the name' })),
    private_key_algo: Type.Optional(Type.String({ pattern: '^[A-Z0-9_]{1,64}$' })),
  }),
  success: {
    status: 200,
    body: Type.Object({ csr_list: Type.Array(Request), total: Type.Integer() }),
  },
} as const satisfies ApiOperation

export const UploadBody = Type.Object({
  name: RequestName,
  csr: Type.String({ maxLength: 5120, description: 'one PEM block CERTIFICATE REQUEST' }),
  private_key: Type.Optional(
    Type.String({
      maxLength: 8192,
      violation: 'SCM.0012',
      contentViolations: ['SCM.0014'],
      description: 'PKCS #1, SEC 1 or PKCS #8, not encrypted',
    }),
  ),
})

export const uploadCsr = {
  id: 'UploadCsr',
  method: 'POST',
  path: `${root}/upload`,
  summary: 'Upload a CSR, with or without its key',
  action: 'scm::uploadCsr',
  body: UploadBody,
  success: {
    status: 200,
    body: Type.Object({ id: Type.String(), name: Type.String(), create_time: time }),
  },
} as const satisfies ApiOperation

export const showCsr = {
  id: 'ShowCsr',
  method: 'GET',
  path: one,
  summary: 'Show a CSR',
  action: 'scm::getCsr',
  params: RequestPath,
  success: { status: 200, body: Request },
} as const satisfies ApiOperation

export const updateCsr = {
  id: 'UpdateCsr',
  method: 'PUT',
  path: one,
  summary: 'Rename a CSR',
  action: 'scm::updateCsr',
  params: RequestPath,
  body: Type.Object({ name: RequestName }),
  success: { status: 200, body: Request },
} as const satisfies ApiOperation

export const deleteCsr = {
  id: 'DeleteCsr',
  method: 'DELETE',
  path: one,
  summary: 'Delete a CSR and destroy its key',
  action: 'scm::deleteCsr',
  params: RequestPath,
  success: { status: 204 },
} as const satisfies ApiOperation

export const showCsrPrivateKey = {
  id: 'ShowCsrPrivateKey',
  method: 'GET',
  path: `${one}/private-key`,
  summary: 'Show the private key of a CSR',
  action: 'scm::getCsrPrivateKey',
  params: RequestPath,
  success: {
    status: 200,
    body: Type.Object({ private_key: Type.String({ description: 'a PEM block PRIVATE KEY (PKCS #8)' }) }),
  },
} as const satisfies ApiOperation
