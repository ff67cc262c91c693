import type { Validity } from './validity.ts'

/** A certificate that a CA gave to who answers for it on OCSP (RFC 6960 §4.2.2.2). */
export interface StatusResponder extends Validity {
  readonly certificateDer: Uint8Array
  /** Switched off: no certificate that names it lives longer. Null while it is on. */
  readonly answersUntil: number | null
}

/** Under what the responder's key lies with the keys. */
export const responderKeyId = (authorityId: string): string => `${authorityId}/responder`

const dayMs = 86_400_000

/** How long a responder's certificate lives: nobody can revoke it (id-pkix-ocsp-nocheck), so not long. */
export const responderLifeMs = 30 * dayMs

/** Renewed at half of its life, or, cut short by the CA's own end, never again. */
export const renewResponderAt = ({ notBefore, notAfter }: Validity): number => (notBefore + notAfter) / 2
