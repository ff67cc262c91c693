import type { FastifyRequest } from 'fastify'
import type { RequestOrigin } from '../../domain/model/caller.ts'
import type { ServerParts } from './server-parts.ts'

export const originOf = (
  { clientAddress }: ServerParts,
  { id, ip, headers }: FastifyRequest,
): RequestOrigin => ({
  requestId: id,
  sourceAddress: clientAddress(ip, headers['x-forwarded-for'] as string | undefined),
})
