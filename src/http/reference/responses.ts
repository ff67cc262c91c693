import type { ApiOperation } from '../../contract/operation.ts'
import type { KnownError } from '../wire/fault.ts'
import { gatewayErrors } from '../wire/gateway.ts'
import type { Family } from '../wire/server-parts.ts'
import type { HeaderObject, Reference, ResponseObject } from './open-api.ts'
import { schemaOf } from './schema.ts'

const requestId: Reference = { $ref: '#/components/headers/RequestId' }

/** The success of an operation, then its refusals by status; `violations`: the codes that its shapes name. */
export function responsesOf(
  operation: ApiOperation,
  family: Family,
  violations: readonly string[],
): Record<string, ResponseObject> {
  const known = [...gatewayErrors, ...family.errors]
  const refusals = statusesOf(operation).map((status) => {
    const errors = known.filter((error) => error.status === status && mayCome(error))
    return [status, refusalOf(errors, family)] as const
  })
  return { [operation.success.status]: successOf(operation), ...Object.fromEntries(refusals) }

  function mayCome({ status, code }: KnownError): boolean {
    if (isGateway(code)) return status === 401 ? operation.action !== 'open' : gatewayStatuses.has(status)
    return status !== 400 || code === family.generalCode || violations.includes(code)
  }
}

const isGateway = (code: string) => gatewayErrors.some((error) => error.code === code)

/** The gateway's others are answered where no operation was found. */
const gatewayStatuses = new Set([413, 429])

/** What an operation of this form may answer: the contract does not say what its work alone decides. */
function statusesOf({ action, params, query, headers, body: json, file }: ApiOperation): number[] {
  const body = json ?? file
  const hasInput = params ?? query ?? headers ?? body
  const namesObjects = action !== 'open' && (params ?? headers ?? body)
  return [
    ...(hasInput ? [400] : []),
    401,
    ...(namesObjects ? [403, 404] : []),
    413,
    ...(body ? [415] : []),
    429,
    500,
  ]
}

function successOf({ success: { headers = {}, body, file } }: ApiOperation): ResponseObject {
  const described = Object.entries(headers).map(([name, description]): [string, HeaderObject] => [
    name,
    { description, schema: { type: 'string' } },
  ])
  return {
    description: [(body ?? file) ? 'Done' : 'Done; there is no body', file?.description]
      .filter(Boolean)
      .join('; '),
    headers: { ...Object.fromEntries(described), 'X-Request-Id': requestId },
    ...((body ?? file) && {
      content: {
        ...(body && { 'application/json': { schema: schemaOf(body) } }),
        ...(file && { [file.mediaType]: {} }),
      },
    }),
  }
}

function refusalOf(errors: readonly KnownError[], { errorBody }: Family): ResponseObject {
  return {
    description: errors.map(({ code, message }) => `${code}: ${message}`).join('\n\n'),
    headers: { 'X-Request-Id': requestId },
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${errorNameOf(errorBody)}` } } },
    'x-error-codes': errors.map(({ code }) => code),
  }
}

/** Families that share an error body share its name. */
export const errorNameOf = (errorBody: Family['errorBody']): string => schemaOf(errorBody).title ?? 'Error'
