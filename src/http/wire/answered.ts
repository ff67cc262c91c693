import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../../domain/model/caller.ts'
import { originOf } from './origin.ts'
import type { ServerParts } from './server-parts.ts'

const callers = new WeakMap<FastifyRequest, Caller>()

/** Who asks, once that is known. */
export function noteCaller(request: FastifyRequest, caller: Caller): Caller {
  callers.set(request, caller)
  return caller
}

/** Tells of every answer when its last octet was handed over. */
export function tellAnswers(server: FastifyInstance, parts: ServerParts): void {
  server.addHook('onResponse', async (request, reply) => {
    const { config, url } = request.routeOptions
    parts.answered({
      ...originOf(parts, request),
      method: request.method,
      route: url ?? null,
      family: config.family ?? null,
      operation: config.operation ?? null,
      status: reply.statusCode,
      tookMs: reply.elapsedTime,
      caller: callers.get(request) ?? null,
    })
  })
}
