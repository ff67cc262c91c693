import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import {
  type ApiOperation,
  type BodyShape,
  defaultBodyLimitBytes,
  type TSchema,
} from '../../contract/operation.ts'
import type { Caller, RequestOrigin } from '../../domain/model/caller.ts'
import { admit, type Credentials, identify } from './authentication.ts'
import { type Dialect, WireError } from './fault.ts'
import { readJson } from './json-body.ts'
import type { OpenRoute, Route, RouteAnswer, RouteInput } from './route.ts'
import type { ServerParts } from './server.ts'
import { type Checked, compileQuery, compileShape, emptyShape } from './shape.ts'
import type { SignedParts } from './signed-request.ts'

const noBytes = Buffer.alloc(0)

/**
 * One operation of the contract on the server, in the order of api-answers B: size, credentials, permission, media
 * type and syntax, path, fields; then the operation.
 */
export function registerRoute(
  server: FastifyInstance,
  parts: ServerParts,
  dialect: Dialect,
  route: Route | OpenRoute,
): void {
  const { operation } = route
  const readInput = compileInput(operation)
  const limit = operation.bodyLimitBytes ?? defaultBodyLimitBytes
  const admissions = new WeakMap<FastifyRequest, Credentials>()

  const options: RouteOptions = {
    method: operation.method,
    url: operation.path.replace(/\{([^}]+)\}/g, ':$1'),
    bodyLimit: limit,
    config: { dialect },
    ...(operation.success.body && {
      schema: { response: { [operation.success.status]: operation.success.body } },
    }),

    async onRequest(request) {
      checkLength(request, limit)
      if (operation.action !== 'open') {
        admissions.set(request, await admit(parts.operations, originOf(parts, request), signedParts(request)))
      }
    },

    async handler(request, reply) {
      const { headers = {}, body } = await answer(request)
      reply.code(operation.success.status).headers(headers)
      return reply.send(body)
    },
  }
  server.route(options)

  async function answer(request: FastifyRequest): Promise<RouteAnswer> {
    const origin = originOf(parts, request)
    if ('answerOpen' in route) return route.answerOpen(readInput(request), origin)
    const caller = await callerOf(request, origin)
    if (operation.action !== null && operation.action !== 'open')
      parts.operations.authorize(caller, operation.action)
    return route.answer(readInput(request), { caller, now: parts.now() })
  }

  async function callerOf(request: FastifyRequest, origin: RequestOrigin): Promise<Caller> {
    const credentials = admissions.get(request)
    if (!credentials) throw new Error('a request reached its handler without being admitted')
    return identify(parts.operations, origin, signedParts(request), credentials, bytesOf(request))
  }
}

const originOf = ({ clientAddress }: ServerParts, { id, ip, headers }: FastifyRequest): RequestOrigin => ({
  requestId: id,
  sourceAddress: clientAddress(ip, headers['x-forwarded-for'] as string | undefined),
})

const signedParts = ({ raw, headers, method }: FastifyRequest): SignedParts => ({
  method,
  url: raw.url ?? '/',
  headers,
})

const bytesOf = ({ body }: FastifyRequest): Uint8Array => (body instanceof Uint8Array ? body : noBytes)

/** A length that is too large is refused before anything is read, even credentials. */
function checkLength({ headers }: FastifyRequest, limit: number): void {
  if (Number(headers['content-length'] ?? 0) > limit) {
    throw new WireError({ kind: 'too-large', reason: `the body may have ${limit} bytes` })
  }
}

/** Judges path, query and body, in this order, by shapes that are compiled once. */
function compileInput(operation: ApiOperation): (request: FastifyRequest) => RouteInput {
  const checkParams = compileShape(operation.params ?? emptyShape)
  const checkQuery = compileQuery(operation.query ?? emptyShape)
  const checkBody = compileBody(operation.body)

  return (request) => {
    const body = operation.body && readJson(bytesOf(request), request.headers['content-type'])
    return {
      params: valid(checkParams(request.params)),
      query: valid(checkQuery(request.query)),
      body: operation.body && valid(checkBody(body ?? (operation.isBodyOptional ? {} : undefined))),
      headers: request.headers,
    }
  }
}

function compileBody(shape: BodyShape | undefined): (body: unknown) => Checked {
  if (typeof shape !== 'function') return compileShape(shape ?? emptyShape)
  const compiled = new Map<TSchema, ReturnType<typeof compileShape>>()
  return (body) => {
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    const chosen = shape(isObject ? (body as Record<string, unknown>) : {})
    const check = compiled.get(chosen) ?? compileShape(chosen)
    compiled.set(chosen, check)
    return check(body)
  }
}

function valid(checked: Checked): unknown {
  if ('violation' in checked) throw new WireError({ kind: 'violation', ...checked.violation })
  return checked.value
}
