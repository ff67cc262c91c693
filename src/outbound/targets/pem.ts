import { createHash, createPrivateKey, X509Certificate } from 'node:crypto'
import type { PushContent } from '../../domain/model/push-place.ts'

/** By what a certificate is recognised where it is; lower-case hexadecimal. */
export interface Fingerprints {
  readonly sha256: string
  readonly sha1: string
}

/** Of the first certificate of a text; undefined where there is none. */
export function fingerprintsIn(pem: unknown): Fingerprints | undefined {
  if (typeof pem !== 'string') return undefined
  try {
    return fingerprintsOf(new X509Certificate(pem).raw)
  } catch {
    return undefined
  }
}

export const fingerprintsOf = (der: Uint8Array): Fingerprints => ({
  sha256: createHash('sha256').update(der).digest('hex'),
  sha1: createHash('sha1').update(der).digest('hex'),
})

/** Whether a text's first certificate is of this key. */
export function isKeyOf(keyPem: string, certificatePem: string): boolean {
  try {
    return new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem))
  } catch {
    return false
  }
}

/** The certificate, then its chain. */
export const fullChain = ({ certificatePem, chainPem }: PushContent): string =>
  endingInLine(certificatePem) + endingInLine(chainPem)

export const endingInLine = (pem: string): string => (pem === '' || pem.endsWith('\n') ? pem : `${pem}\n`)
