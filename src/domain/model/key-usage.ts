import { DomainError } from './errors.ts'
import type { KeyFamily } from './key-algorithm.ts'

/** The nine bits of RFC 5280 §4.2.1.3, in the order of the bits. */
export const keyUsages = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const
export type KeyUsage = (typeof keyUsages)[number]

/** Purposes of RFC 5280 §4.2.1.12 that the API can name, with their object identifiers. */
export const extendedKeyUsageIdentifiers = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  codeSigning: '1.3.6.1.5.5.7.3.3',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  smartCardLogon: '1.3.6.1.4.1.311.20.2.2',
} as const
export type ExtendedKeyUsage = keyof typeof extendedKeyUsageIdentifiers

/** Answers for its issuer about revocation (RFC 6960 §4.2.2.2); for our own responders, so the API has no name for it. */
export const ocspSigning = '1.3.6.1.5.5.7.3.9'

/** What a root always gets and a subordinate CA gets by default (API reference 4.1.1.2, `key_usages`). */
export const authorityKeyUsages: readonly KeyUsage[] = ['digitalSignature', 'keyCertSign', 'cRLSign']

/** What a key of this kind can't do (RFC 3279 §2.3.1, RFC 8813 §3). */
const impossible: Readonly<Record<KeyFamily, readonly KeyUsage[]>> = {
  RSA: ['keyAgreement', 'encipherOnly', 'decipherOnly'],
  EC: ['keyEncipherment', 'dataEncipherment'],
}

/** Why a certificate for a key of this kind may not have these usages; undefined when it may. */
export function keyUsageFault(
  usages: readonly KeyUsage[],
  kind: 'authority' | 'entity',
  family: KeyFamily,
): string | undefined {
  const mayCertify = usages.includes('keyCertSign')
  if (kind === 'authority' && !mayCertify) return 'must hold keyCertSign for a CA'
  if (kind === 'entity' && mayCertify) return 'keyCertSign is for CAs only'
  const refused = usages.find((usage) => impossible[family].includes(usage))
  if (refused) return `${refused} is nothing that an ${family} key can do`
  const qualifies = usages.includes('encipherOnly') || usages.includes('decipherOnly')
  if (qualifies && !usages.includes('keyAgreement')) return 'encipherOnly and decipherOnly need keyAgreement'
  return undefined
}

/** Throws `parameter-invalid` for usages that a caller may not ask for. */
export function checkKeyUsages(
  usages: readonly KeyUsage[],
  kind: 'authority' | 'entity',
  family: KeyFamily,
): void {
  const reason = keyUsageFault(usages, kind, family)
  if (reason) throw new DomainError('parameter-invalid', { parameter: 'key_usages', reason })
}
