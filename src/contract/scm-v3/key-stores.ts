import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import { ImportBody } from './certificates.ts'
import * as shapes from './shapes.ts'

/** Ours: certificates are imported with their keys out of PKCS #12 files and Java key stores, too. */

const root = '/v3/scm/certificates'

/** Of a mebibyte in base64. */
const longestContent = 1_398_104

/** What opens a key store. */
const store = {
  content: Type.String({
    minLength: 1,
    maxLength: longestContent,
    pattern: '^[A-Za-z0-9+/]+={0,2}$',
    expectation: 'must be a key store of at most 1 MiB in base64',
    violation: 'SCM.0031',
    contentViolations: ['SCM.0009', 'SCM.0012', 'SCM.0013', 'SCM.0014', 'SCM.0070'],
    description: 'PKCS #12 (.pfx, .p12) or JKS, in base64',
  }),
  password: Type.Optional(
    Type.String({ maxLength: 1024, description: 'of the store; absent where it has none' }),
  ),
  key_password: Type.Optional(
    Type.String({ maxLength: 1024, description: 'where the key has one of its own' }),
  ),
  alias: Type.Optional(Type.String({ maxLength: 255, description: 'which key of several' })),
}

const bodyLimitBytes = 3 * 1024 * 1024

export const ReadKeyStoreBody = Type.Object({
  ...store,
  enterprise_project_id: Type.Optional(
    Type.String({ ...shapes.EnterpriseProjectId, description: 'where it is to be imported; 0 if absent' }),
  ),
})

export const readKeyStore = {
  id: 'ReadKeyStore',
  method: 'POST',
  path: `${root}/read-key-store`,
  summary: 'Show what an import of a key store would take; nothing is kept',
  action: 'scm:cert:import',
  about: { kind: 'cert', is: 'new' },
  body: ReadKeyStoreBody,
  bodyLimitBytes,
  success: {
    status: 200,
    body: Type.Object({
      kind: oneOf(['PKCS12', 'JKS']),
      aliases: Type.Array(Type.String(), { description: 'of all keys; those without a name have a number' }),
      alias: Type.String({
        description: 'of the key that the rest is about; the first where none was named',
      }),
      certificate: Type.String(),
      certificate_chain: nullable(Type.String({ description: 'from the issuer up' })),
      has_key: Type.Boolean({ description: 'true: the key opened, and is that of the certificate' }),
    }),
  },
} as const satisfies ApiOperation

const { name, duplicate_check, enterprise_project_id } = ImportBody.properties

export const ImportKeyStoreBody = Type.Object({ name, ...store, duplicate_check, enterprise_project_id })

export const importKeyStore = {
  id: 'ImportKeyStore',
  method: 'POST',
  path: `${root}/import-key-store`,
  summary: 'Import a certificate with its key out of a key store',
  action: 'scm:cert:import',
  about: { kind: 'cert', is: 'new' },
  body: ImportKeyStoreBody,
  bodyLimitBytes,
  success: { status: 200, body: Type.Object({ certificate_id: Type.String() }) },
} as const satisfies ApiOperation
