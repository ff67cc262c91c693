import type { AnswerStatus } from '../../domain/operations/revocation/answer-status.ts'
import type { PlainAnswer, PlainRoute } from '../wire/server-parts.ts'

/** OCSP over HTTP (RFC 6960 appendix A): POST, and GET with the request in base64 behind the CA's id. */
export const statusRoutes = (answerStatus: AnswerStatus): PlainRoute[] => [
  {
    method: 'POST',
    path: '/ocsp/:id',
    cacheControl: 'no-store',
    answer: async ({ id = '' }, { body }) =>
      answered(await answerStatus({ authorityId: id, requestDer: body })),
  },
  {
    path: '/ocsp/:id/*',
    cacheControl: 'no-cache',
    async answer({ id = '' }, { url }) {
      return answered(await answerStatus({ authorityId: id, requestDer: requestIn(url) }))
    },
  },
]

const answered = (body: Uint8Array): PlainAnswer => ({
  status: 200,
  contentType: 'application/ocsp-response',
  body,
})

/** Read from the bytes of the wire: base64 holds `/` and `+`, and clients escape them or not. */
function requestIn(url: string): Uint8Array {
  const behind = /^\/ocsp\/[^/]+\/([^?#]*)/.exec(url)?.[1] ?? ''
  try {
    return Uint8Array.fromBase64(decodeURIComponent(behind).replaceAll(' ', '+'))
  } catch {
    return new Uint8Array()
  }
}
