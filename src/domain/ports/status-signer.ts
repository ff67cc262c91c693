import type { Revocation } from '../model/revocation.ts'
import type { SealedSecret } from '../model/sealed.ts'
import type { StatusResponder } from '../model/status-responder.ts'

/** What is said of one certificate. Times in ms since the epoch. */
export interface StatusAnswer {
  /** From the request, byte for byte. */
  readonly certIdDer: Uint8Array
  readonly status: 'good' | 'unknown' | Revocation
}

export interface StatusAnswerOrder {
  readonly responder: StatusResponder
  readonly key: SealedSecret
  readonly answers: readonly StatusAnswer[]
  readonly producedAt: number
  /** Until when it may be relied on. */
  readonly nextUpdate: number
  /** Repeated from the request. */
  readonly nonce: Uint8Array | null
}

/** Signs what a responder says; whole OCSP responses in DER (RFC 6960 §4.2.1). */
export interface StatusSigner {
  signStatus(order: StatusAnswerOrder): Promise<Uint8Array>
}
