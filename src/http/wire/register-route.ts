import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import {
  type ApiOperation,
  type BodyShape,
  defaultBodyLimitBytes,
  type TSchema,
} from '../../contract/operation.ts'
import type { Caller, RequestOrigin } from '../../domain/model/caller.ts'
import { noteCaller } from './answered.ts'
import { admit, type Credentials, identify, oneHeader } from './authentication.ts'
import { authorizeCaller, authorizeMeant, authorizeResource, enterProject } from './authorization.ts'
import { WireError } from './fault.ts'
import { readFileBody } from './file-body.ts'
import { readJson } from './json-body.ts'
import { originOf } from './origin.ts'
import type { AnyRoute, RouteAnswer, RouteInput } from './route.ts'
import type { Family, ServerParts } from './server-parts.ts'
import { type Checked, compileQuery, compileShape, emptyShape } from './shape.ts'
import type { SignedParts } from './signed-request.ts'

const noBytes = Buffer.alloc(0)

/** A request as its headers told it; credentials are absent where nobody need be known. */
interface Admission {
  readonly arrived: SignedParts
  readonly origin: RequestOrigin
  readonly credentials?: Credentials
}

/**
 * One operation of the contract on the server, in the order of api-answers B: size, credentials, project, permission,
 * media type and syntax, path, fields; then the operation.
 */
export function registerRoute(
  server: FastifyInstance,
  parts: ServerParts,
  { dialect, name: family }: Pick<Family, 'dialect' | 'name'>,
  route: AnyRoute,
): void {
  const { operation } = route
  const readInput = compileInput(operation)
  const limit = operation.bodyLimitBytes ?? defaultBodyLimitBytes
  const admissions = new WeakMap<FastifyRequest, Admission>()

  const options: RouteOptions = {
    method: operation.method,
    url: operation.path.replace(/\{([^}]+)\}/g, ':$1'),
    bodyLimit: limit,
    config: { dialect, family, operation: operation.id },

    async onRequest(request) {
      checkLength(request, limit)
      const arrived = arrivedParts(request)
      const origin = originOf(parts, request)
      admissions.set(request, {
        arrived,
        origin,
        ...(!isOpen(route, arrived) && { credentials: await admit(parts.operations, origin, arrived) }),
      })
    },

    async handler(request, reply) {
      const admission = admissions.get(request)
      if (!admission) throw new Error('a request reached its handler without being admitted')
      const { headers = {}, body } = await answer(request, admission)
      reply.code(operation.success.status).headers(headers)
      return sendShaped(reply, operation.success.body, body)
    },
  }
  server.route(options)

  async function answer(request: FastifyRequest, admission: Admission): Promise<RouteAnswer> {
    if ('answerOpen' in route && !admission.credentials)
      return route.answerOpen(readInput(request, admission), admission.origin)
    if (!('answer' in route)) throw new Error('an open operation was asked with credentials')
    const { operations } = parts
    const asking = noteCaller(request, await callerOf(request, admission))
    const entered = await enterProject(operations, operation, asking, request.params)
    const known = await authorizeCaller(operations, operation, entered)
    const input = readInput(request, admission)
    const { caller, action } = await authorizeMeant(operations, operation, known, input)
    await authorizeResource(operations, { ...operation, action }, caller, input)
    return route.answer(input, { caller, now: parts.now(), publicUrl: parts.publicUrl })
  }

  function callerOf(request: FastifyRequest, { arrived, origin, credentials }: Admission): Promise<Caller> {
    if (!credentials) throw new Error('a request reached an operation without credentials')
    return identify(parts.operations, origin, arrived, credentials, bytesOf(request))
  }
}

const isOpen = (route: AnyRoute, { headers }: SignedParts): boolean =>
  'isOpenTo' in route ? route.isOpenTo(headers) : route.operation.action === 'open'

/**
 * What came over the wire. Fastify would judge the media type before the signature can be; so the headers are kept
 * as they were, and Fastify is told that the body is bytes, which is what we want of it.
 */
function arrivedParts({ raw, headers, method }: FastifyRequest): SignedParts {
  const arrived = { method, url: raw.url ?? '/', headers: { ...headers } }
  if (headers['content-type'] !== undefined) headers['content-type'] = 'application/octet-stream'
  return arrived
}

/** Writes an answer by its shape; a file goes as it is. Fastify would compile the shapes of all routes at the start. */
function sendShaped(reply: FastifyReply, shape: TSchema | undefined, body: unknown): FastifyReply {
  if (!shape || typeof body !== 'object' || body === null || body instanceof Uint8Array)
    return reply.send(body)
  // kept by the route, for the next answers
  const write = reply.compileSerializationSchema(shape as Record<string, unknown>)
  return reply.type('application/json; charset=utf-8').send(write(body as Record<string, unknown>))
}

const bytesOf = ({ body }: FastifyRequest): Uint8Array => (body instanceof Uint8Array ? body : noBytes)

/** A length that is too large is refused before anything is read, even credentials. */
function checkLength({ headers }: FastifyRequest, limit: number): void {
  if (Number(headers['content-length'] ?? 0) > limit) {
    throw new WireError({ kind: 'too-large', reason: `the body may have ${limit} bytes` })
  }
}

/** Judges path, query and body, in this order, by shapes that are compiled once. */
function compileInput(
  operation: ApiOperation,
): (request: FastifyRequest, admission: Admission) => RouteInput {
  const checkParams = compileShape(operation.params ?? emptyShape)
  const checkQuery = compileQuery(operation.query ?? emptyShape)
  const checkBody = compileBody(operation.body)

  return (request, { arrived: { headers } }) => {
    const mediaType = oneHeader(headers, 'content-type')
    const file = operation.file && readFileBody(bytesOf(request), mediaType, operation.file.mediaTypes)
    const body = operation.body && readJson(bytesOf(request), mediaType)
    return {
      params: valid(checkParams(request.params)),
      query: valid(checkQuery(request.query)),
      body: operation.body ? valid(checkBody(body ?? (operation.isBodyOptional ? {} : undefined))) : file,
      headers,
    }
  }
}

function compileBody(shape: BodyShape | undefined): (body: unknown) => Checked {
  if (!shape || !('choose' in shape)) return compileShape(shape ?? emptyShape)
  const compiled = new Map<TSchema, ReturnType<typeof compileShape>>()
  return (body) => {
    const isObject = typeof body === 'object' && body !== null && !Array.isArray(body)
    const chosen = shape.choose(isObject ? (body as Record<string, unknown>) : {})
    const check = compiled.get(chosen) ?? compileShape(chosen)
    compiled.set(chosen, check)
    return check(body)
  }
}

function valid(checked: Checked): unknown {
  if ('violation' in checked) throw new WireError({ kind: 'violation', ...checked.violation })
  return checked.value
}
