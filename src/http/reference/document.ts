import { gatewayErrors } from '../wire/gateway.ts'
import type { Family } from '../wire/server-parts.ts'
import type { ErrorDescription, OpenApiDocument, PathItem } from './open-api.ts'
import { operationObject, tagOf } from './operation.ts'
import { errorNameOf } from './responses.ts'
import { schemaOf } from './schema.ts'

/** What is not in the contract. */
export interface About {
  readonly version: string
  /** Where clients find the API. */
  readonly apiUrl: string
}

/** The API of these families in OpenAPI 3.1, made from their contract and nothing else. */
export function describeApi(families: readonly Family[], { version, apiUrl }: About): OpenApiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Chancery',
      version,
      description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: apiUrl }],
    tags: tagsOf(families),
    security: Object.keys(securitySchemes).map((name) => ({ [name]: [] })),
    paths: pathsOf(families),
    components: {
      securitySchemes,
      headers: { RequestId: { description: 'names the request in the log', schema: { type: 'string' } } },
      schemas: Object.fromEntries(
        families.map(({ errorBody }) => [errorNameOf(errorBody), schemaOf(errorBody)]),
      ),
    },
    'x-errors': errorsOf(families),
  }
}

const description = [
  'A self-hosted certificate manager that speaks the Huawei Cloud CCM API.',
  'In requests null, an empty text and an empty list mean that a field was not set; unknown fields are ignored.',
].join('\n\n')

const securitySchemes = {
  token: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Auth-Token',
    description: 'A token of POST /v3/auth/tokens.',
  },
  signature: {
    type: 'http',
    scheme: 'SDK-HMAC-SHA256',
    description: [
      "A signature over the request by access key and secret key, as the vendor's SDKs make it.",
      'Authorization: SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…; the time is in X-Sdk-Date.',
      'SDK-HMAC-SM3 and V11-HMAC-SHA256 are understood too.',
    ].join(' '),
  },
}

const tagsOf = (families: readonly Family[]) => {
  const names = families.flatMap((family) => family.routes.map(({ operation }) => tagOf(operation, family)))
  return [...new Set(names)].map((name) => ({ name }))
}

function pathsOf(families: readonly Family[]): Record<string, PathItem> {
  const paths: Record<string, PathItem> = {}
  for (const family of families) {
    for (const { operation } of family.routes) {
      const method = operation.method.toLowerCase()
      paths[operation.path] = { ...paths[operation.path], [method]: operationObject(operation, family) }
    }
  }
  return paths
}

/** What families share is told with the first of them. */
function errorsOf(families: readonly Family[]): ErrorDescription[] {
  const told = new Map<string, ErrorDescription>()
  for (const { name, errors } of [{ name: 'Gateway', errors: gatewayErrors }, ...families]) {
    for (const error of errors) {
      const key = `${error.status} ${error.code}`
      if (!told.has(key)) told.set(key, { family: name, ...error })
    }
  }
  return [...told.values()]
}
