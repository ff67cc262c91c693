import type { FastifyReply } from 'fastify'
import { DomainError, type ErrorCode } from '../../domain/model/errors.ts'
import { type Fault, type FaultAnswer, WireError } from './fault.ts'

/** What went wrong, in the wire's words; anything that nobody meant to throw is unexpected. */
export function faultOf(error: unknown): Fault {
  if (error instanceof WireError) return error.fault
  if (error instanceof DomainError && error.code !== 'unexpected') return { kind: 'refused', error }
  const { code = '' } = error as { code?: unknown }
  switch (code) {
    // who asked is gone, so nothing broke and nobody hears the answer
    case 'ECONNRESET':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return { kind: 'violation', parameter: 'body', reason: 'was not sent to its end' }
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { kind: 'too-large', reason: 'the body is longer than this operation takes' }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { kind: 'violation', parameter: 'Content-Length', reason: 'is not the length of the body' }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { kind: 'media-type', reason: 'Content-Type is not well-formed' }
    default:
      return { kind: 'unexpected' }
  }
}

const failures: readonly ErrorCode[] = [
  'certificate-processing-failed',
  'key-processing-failed',
  'identity-store-failed',
  'unexpected',
]

/** Something broke here; the caller is told that it did, the log what. */
export const isFailure = (error: unknown): boolean =>
  error instanceof DomainError && failures.includes(error.code)

/** Already in JSON: a fault has no shape of its own to be serialised by. */
export const send = (reply: FastifyReply, { status, body }: FaultAnswer): FastifyReply =>
  reply
    .code(status)
    .header('content-type', 'application/json; charset=utf-8')
    .serializer(String)
    .send(JSON.stringify(body))
