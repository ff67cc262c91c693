import type { Socket } from 'node:net'
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
} from 'fastify'
import { defaultBodyLimitBytes } from '../../contract/operation.ts'
import { tellAnswers } from './answered.ts'
import type { Dialect, Fault } from './fault.ts'
import { gatewayDialect, malformedAnswer } from './gateway.ts'
import { originOf } from './origin.ts'
import { registerRoute } from './register-route.ts'
import { faultOf, isFailure, send } from './send-fault.ts'
import type { PlainRoute, ServerParts } from './server-parts.ts'

/** Where a request is answered from; hooks find it on the route. */
declare module 'fastify' {
  interface FastifyContextConfig {
    readonly dialect?: Dialect
    readonly family?: string
    readonly operation?: string
  }
}

/** The HTTP server, ready to listen. */
export function createServer(parts: ServerParts): FastifyInstance {
  const options: FastifyServerOptions = {
    ...(parts.tls && { https: { ...parts.tls, handshakeTimeout: 10_000 } }),
    genReqId: parts.makeRequestId,
    logger: false,
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    // who is connected already is served to the end
    return503OnClosing: false,
    keepAliveTimeout: 75_000,
    requestTimeout: 60_000,
    routerOptions: { maxParamLength: 2048, ignoreTrailingSlash: true },
    frameworkErrors: (_error, request, reply) => {
      reply.header('X-Request-Id', request.id)
      send(reply, gatewayDialect({ kind: 'route-unknown' }, request.id))
    },
    clientErrorHandler: (error, socket) => answerMalformed(socket, error, parts.makeRequestId()),
  }
  const server = fastify(options)

  readBodiesAsBytes(server)
  tellAnswers(server, parts)
  server.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-Id', request.id)
    // at once, whatever body is still on its way
    if (request.is404) return answerUnknown(parts, request, reply)
  })
  server.setErrorHandler((error, request, reply) => answerError(parts, error, request, reply))
  for (const plain of parts.plainRoutes) registerPlain(server, parts, plain)
  for (const family of parts.families) {
    for (const route of family.routes) registerRoute(server, parts, family, route)
  }
  server.setNotFoundHandler((request, reply) => answerUnknown(parts, request, reply))
  return server
}

/** The signature covers the bytes as they came; parsing comes after it (traps: Fastify 5 bodies and routes). */
function readBodiesAsBytes(server: FastifyInstance): void {
  server.addHttpMethod('GET', { hasBody: true, overrideExisting: true } as { hasBody: boolean })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

function answerUnknown(parts: ServerParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const kind = knowsPath(parts, request.url) ? 'method-unknown' : 'route-unknown'
  return send(reply, gatewayDialect({ kind }, request.id))
}

/** Nothing that a request could be made of came; the socket is all there is to answer on. */
function answerMalformed(socket: Socket, { code }: NodeJS.ErrnoException, requestId: string): void {
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy()
  const answer = malformedAnswer(code, requestId)
  const body = JSON.stringify(answer.body)
  const head = [
    `HTTP/1.1 ${answer.status} ${answer.body.error_msg}`,
    `X-Request-Id: ${requestId}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function answerError(parts: ServerParts, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const fault: Fault = faultOf(error)
  if (fault.kind === 'unexpected' || isFailure(error)) parts.report(error, request.id)
  const dialect = request.routeOptions.config.dialect ?? gatewayDialect
  return send(reply, dialect(fault, request.id))
}

function registerPlain(server: FastifyInstance, parts: ServerParts, plain: PlainRoute) {
  const { method = 'GET', path, cacheControl, answer } = plain
  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const body = request.body instanceof Uint8Array ? request.body : new Uint8Array()
    const url = request.raw.url ?? '/'
    const origin = originOf(parts, request)
    const { params, headers } = request
    const found = await answer(params as Record<string, string>, { url, headers, origin, body })
    if (!found) return send(reply, gatewayDialect({ kind: 'route-unknown' }, request.id))
    if (found.contentType !== undefined) reply.type(found.contentType)
    reply.code(found.status).headers({ ...found.headers, 'cache-control': cacheControl })
    return reply.send(found.body)
  }
  const exposeHeadRoute = method === 'GET'
  server.route({ method, url: path, bodyLimit: defaultBodyLimitBytes, exposeHeadRoute, handler })
}

function knowsPath({ families }: ServerParts, url: string): boolean {
  const path = url.split('?', 1)[0]?.replace(/(?<=.)\/$/, '') ?? ''
  return families.some(({ routes }) =>
    routes.some(({ operation }) => {
      const pattern = operation.path.replace(/\{[^}]+\}/g, '[^/]+')
      return new RegExp(`^${pattern}$`).test(path)
    }),
  )
}
