import { DerReader } from '../../src/x509/der-reader.ts'
import { readPublicKey } from '../../src/x509/public-key.ts'
import { readSignatureScheme } from '../../src/x509/signature-scheme.ts'

/** `RSA 2048`, `EC P-256`; of a kind that we don't know its object identifier. */
export function publicKeyText(publicKeyDer: Uint8Array): string {
  try {
    const { family, bits } = readPublicKey(publicKeyDer).algorithm
    return family === 'EC' ? `EC P-${bits}` : `RSA ${bits}`
  } catch {
    return identifierOf(publicKeyDer)
  }
}

const identifierOf = (publicKeyDer: Uint8Array): string =>
  new DerReader(publicKeyDer).sequence((info) => {
    const dotted = info.sequence((algorithm) => {
      const type = algorithm.objectIdentifier()
      while (!algorithm.isAtEnd) algorithm.any()
      return type
    })
    info.any()
    return dotted
  })

export function signatureText(algorithmDer: Uint8Array): string {
  const scheme = readSignatureScheme(algorithmDer)
  if (scheme.kind === 'other') return scheme.dotted
  const name = schemeName(scheme.kind)
  return 'hash' in scheme ? `${name} ${scheme.hash}` : name
}

/** A key's family, or a scheme, as people call its signatures. */
export const schemeName = (kind: string): string => (kind === 'EC' ? 'ECDSA' : kind)
