import type { AnswerOf, ApiOperation, PartOf } from '../../contract/operation.ts'
import type { Access } from './access.ts'
import { Refused } from './faults.ts'
import { parseJson } from './parse-json.ts'
import { authorizationOf, signingDate, type UnsignedRequest } from './signature.ts'
import { pathOf, queryOf } from './target.ts'
import { exchange, type HttpAnswer } from './transport.ts'

type Has<Operation, Name extends string> = Operation extends { readonly [Key in Name]: unknown }
  ? true
  : false

/** The parts that the operation has, each of its shape; a query may be left out. */
export type InputOf<Operation extends ApiOperation> = (Has<Operation, 'params'> extends true
  ? { readonly params: PartOf<Operation, 'params'> }
  : unknown) &
  (Has<Operation, 'query'> extends true ? { readonly query?: PartOf<Operation, 'query'> } : unknown) &
  (Has<Operation, 'body'> extends true ? { readonly body: PartOf<Operation, 'body'> } : unknown)

/** Asks for one operation of the contract. Throws `Refused`. */
export type Ask = <const Operation extends ApiOperation>(
  operation: Operation,
  input: InputOf<Operation>,
) => Promise<AnswerOf<Operation>>

/** All that a request of any operation may have. */
interface AnyInput {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

/** The API as somebody's client. */
export const createAsk =
  (access: Access, now: () => number): Ask =>
  async <const Operation extends ApiOperation>(operation: Operation, input: InputOf<Operation>) => {
    const request = requestOf(operation, input as AnyInput, access, now())
    const { path, query, method, body, headers } = request
    const url = new URL(query === '' ? path : `${path}?${query}`, access.endpoint)
    const answer = await exchange({
      method,
      url,
      body,
      headers: { ...headers, ...proofOf(request, access) },
      ...(access.trusted !== undefined && { trusted: access.trusted }),
    })
    return read(answer, operation, access.endpoint) as AnswerOf<Operation>
  }

const requestOf = (
  { method, path }: ApiOperation,
  { params, query, body }: AnyInput,
  { endpoint, identity }: Access,
  now: number,
): UnsignedRequest => ({
  method,
  path: pathOf(path, params),
  query: queryOf(query),
  headers: {
    host: endpoint.host,
    'content-type': 'application/json',
    'x-sdk-date': signingDate(now),
    ...('securityToken' in identity && { 'x-security-token': identity.securityToken }),
  },
  body: body === undefined ? '' : JSON.stringify(body),
})

const proofOf = (request: UnsignedRequest, { identity }: Access): Record<string, string> =>
  'token' in identity
    ? { 'x-auth-token': identity.token }
    : { authorization: authorizationOf(request, identity) }

function read({ status, text }: HttpAnswer, operation: ApiOperation, { origin }: URL): unknown {
  const body = parseJson(text)
  if (status === operation.success.status) return body
  const { error_code: code, error_msg: message } = (body ?? {}) as Readonly<Record<string, unknown>>
  if (typeof code !== 'string' || typeof message !== 'string') {
    throw new Refused(`${origin} answers ${status} as no Chancery does`)
  }
  throw new Refused(`${message} (${code}${hintOf(message, operation)})`)
}

/** What the caller would need, where that is what is missing. */
const hintOf = (message: string, { id, action }: ApiOperation) =>
  /not authorized|do not have permission/.test(message) ? `; ${id} takes ${neededFor(action)}` : ''

const neededFor = (action: ApiOperation['action']) =>
  action === 'installation' ? 'an administrator of the first account' : action
