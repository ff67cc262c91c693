import type { Called } from 'virtual:contract'
import type { AnswerOf, ApiOperation, PartOf } from '../../src/contract/operation.ts'
import { session, tokenNow } from '../session/session.ts'
import { ApiError, errorOf } from './api-error.ts'

/** What a request of an operation holds. */
export interface Parts<Operation> {
  readonly params?: Operation extends ApiOperation ? Loose<PartOf<Operation, 'params'>> : never
  readonly query?: Operation extends ApiOperation ? Loose<PartOf<Operation, 'query'>> : never
  readonly body?: Operation extends ApiOperation ? Loose<PartOf<Operation, 'body'>> : never
}
/** A field that may be absent may be undefined, too: it is not sent then. */
type Loose<Shape> = Shape extends readonly unknown[]
  ? Shape
  : { readonly [Key in keyof Shape]: Shape[Key] | (undefined extends Shape[Key] ? undefined : never) }

/** Calls an operation as the user who is signed in. Throws `ApiError`; who is signed in no longer is asked to be. */
export async function ask<Operation extends ApiOperation>(
  operation: Called<Operation>,
  parts: Parts<Operation> = {},
): Promise<AnswerOf<Operation>> {
  const response = await send(operation, parts)
  return (response.status === 204 ? undefined : await response.json()) as AnswerOf<Operation>
}

/** The same for what answers with a file. */
export async function askFile<Operation extends ApiOperation>(
  operation: Called<Operation>,
  parts: Parts<Operation>,
): Promise<{ readonly content: Blob; readonly name: string }> {
  const response = await send(operation, parts)
  const [, name = 'download'] =
    /filename="?([^";]+)/.exec(response.headers.get('content-disposition') ?? '') ?? []
  return { content: await response.blob(), name }
}

async function send(operation: Called<ApiOperation>, parts: Parts<ApiOperation>): Promise<Response> {
  const token = tokenNow()
  const response = await request(operation, parts, token)
  if (response.ok) return response
  const error = await errorOf(response)
  if (response.status === 401 && token !== undefined && !isDenial(error)) session.expired(token)
  throw error
}

/** A denied action is a 401 of PCA and SCM, too: its credentials are good. */
const isDenial = ({ code }: ApiError) => code === 'PCA.00010004' || code === 'SCM.4002'

/** A request without a token that is not one's own; the answer as it came. */
export async function request(
  { method, path }: Called<ApiOperation>,
  { params = {}, query = {}, body }: Parts<ApiOperation>,
  token: string | undefined,
): Promise<Response> {
  const values = params as Readonly<Record<string, unknown>>
  const filled = path.replace(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(String(values[key])))
  const headers = {
    accept: 'application/json',
    ...(token !== undefined && { 'x-auth-token': token }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  }
  try {
    return await fetch(filled + queryText(query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  } catch {
    throw new ApiError(0, '', '', '')
  }
}

function queryText(query: object): string {
  const given = Object.entries(query as Record<string, unknown>).filter(
    ([, value]) => value !== undefined && value !== '',
  )
  const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return text && `?${text}`
}
