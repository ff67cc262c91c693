import { encodeJavaKeyStore } from '../../src/crypto/java-key-store/write-java-key-store.ts'
import { encodePkcs12 } from '../../src/crypto/pkcs12/pkcs12.ts'
import { type Pkcs12Profile, protectWith } from '../../src/crypto/pkcs12/protection.ts'
import type { Made } from '../api/scm-v3/certificates.ts'

/** PKCS #8. */
export const keyDerOf = ({ keys }: Pick<Made, 'keys'>): Buffer =>
  keys.privateKey.export({ type: 'pkcs8', format: 'der' })

/** Key stores as we write them ourselves. */
export const ourPfx = async (
  made: Made,
  above: readonly Made[],
  password: string,
  profile: Pkcs12Profile = 'modern',
): Promise<Uint8Array> =>
  encodePkcs12(
    keyDerOf(made),
    { certificateDer: made.der, chainDers: above.map(({ der }) => der) },
    await protectWith(profile, password),
  )

export const ourJks = (made: Made, above: readonly Made[], password: string): Uint8Array =>
  encodeJavaKeyStore(keyDerOf(made), {
    certificateDer: made.der,
    chainDers: above.map(({ der }) => der),
    password,
    createdAt: 0,
  })
