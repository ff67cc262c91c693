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

export const isKeyUsage = (value: unknown): value is KeyUsage =>
  (keyUsages as readonly unknown[]).includes(value)

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

/** What a root always gets and a subordinate CA gets by default (API reference 4.1.1.2, `key_usages`). */
export const authorityKeyUsages: readonly KeyUsage[] = ['digitalSignature', 'keyCertSign', 'cRLSign']
