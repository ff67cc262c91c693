import { hasPeriodLeft } from './certificate-order.ts'
import type { HostedCertificate } from './hosted-certificate.ts'
import type { Validity } from './validity.ts'

/** At two thirds of its life (api-answers A39). */
export const renewAt = ({ notBefore, notAfter }: Validity): number =>
  notBefore + Math.floor(((notAfter - notBefore) * 2) / 3)

/** When a certificate is to be renewed by itself; null for one that is not. */
export function renewsAt({ state, inHand, ordered }: HostedCertificate): number | null {
  if (state !== 'ISSUED' || !inHand || !ordered?.renewsItself) return null
  return hasPeriodLeft(ordered, inHand, 0) ? renewAt(inHand) : null
}
