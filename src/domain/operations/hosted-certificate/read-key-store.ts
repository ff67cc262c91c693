import { encodePem } from '../../../x509/pem.ts'
import type { KeyStoreOrder, OpenedKeyStore } from '../../ports/key-store-reader.ts'
import type { Call } from '../world.ts'
import { aboutTheStore, openKeyStore } from './open-key-store.ts'

/** What is shown of a key store before it is imported; of the key, that it is there. */
export interface ShownKeyStore extends Pick<OpenedKeyStore, 'kind' | 'aliases' | 'alias'> {
  readonly certificatePem: string
  /** From the issuer up. */
  readonly chainPem: string
}

/** Shows what would be imported of a key store; of several keys the first, where none is named. Keeps nothing. */
export const readKeyStore = async (call: Call, order: KeyStoreOrder): Promise<ShownKeyStore> =>
  await aboutTheStore(async () => {
    const { kind, aliases, alias, certificate, chain, keyDer } = await openKeyStore(call, order)
    keyDer.fill(0)
    return {
      kind,
      aliases,
      alias,
      certificatePem: encodePem('CERTIFICATE', certificate.der),
      chainPem: chain.map(({ der }) => encodePem('CERTIFICATE', der)).join(''),
    }
  })
