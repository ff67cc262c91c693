import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/key-stores.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { KeyStoreOrder } from '../../domain/ports/key-store-reader.ts'
import { type Route, route } from '../wire/route.ts'
import { readKeptAs } from './certificates.ts'

/** Imports of PKCS #12 files and Java key stores. */
export const keyStoreRoutes = (operations: Operations): Route[] => [
  route(contract.readKeyStore, operations.readKeyStore, {
    command: ({ body }) => readStore(body),
    present: ({ kind, aliases, alias, certificatePem, chainPem }) => ({
      kind,
      aliases: [...aliases],
      alias,
      certificate: certificatePem,
      certificate_chain: chainPem === '' ? null : chainPem,
      has_key: true,
    }),
  }),
  route(contract.importKeyStore, operations.importKeyStore, {
    command: ({ body }) => ({ store: readStore(body), ...readKeptAs(body) }),
    present: (id) => ({ certificate_id: id }),
  }),
]

const readStore = ({
  content,
  password = '',
  key_password,
  alias,
}: Static<typeof contract.ReadKeyStoreBody>): KeyStoreOrder => ({
  content: Buffer.from(content, 'base64'),
  password,
  ...(key_password !== undefined && { keyPassword: key_password }),
  ...(alias !== undefined && { alias }),
})
