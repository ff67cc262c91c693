import { aliasesInWords } from '../../model/aliases-in-words.ts'
import { DomainError } from '../../model/errors.ts'
import type { KeyStoreOrder } from '../../ports/key-store-reader.ts'
import type { Call } from '../world.ts'
import { importBrought, type KeptAs } from './import-hosted-certificate.ts'
import { aboutTheStore, openKeyStore } from './open-key-store.ts'

export interface ImportKeyStoreCommand extends KeptAs {
  readonly store: KeyStoreOrder
}

/**
 * Takes in a certificate with its key out of a PKCS #12 file or a Java key store, as `importHostedCertificate` does out of
 * PEM; returns its id. Of several keys one must be named.
 */
export const importKeyStore = async (
  call: Call,
  { store, ...keptAs }: ImportKeyStoreCommand,
): Promise<string> =>
  await aboutTheStore(async () => {
    const { keyDer, certificate, chain, aliases } = await openKeyStore(call, store)
    if (store.alias === undefined && aliases.length > 1) {
      keyDer.fill(0)
      throw aliasMissing(aliases)
    }
    return await importBrought(call, { certificates: [certificate], chain, keyDer, encryption: null }, keptAs)
  })

const aliasMissing = (aliases: readonly string[]) =>
  new DomainError('parameter-invalid', {
    parameter: 'alias',
    reason: `is required, since the key store has several keys: ${aliasesInWords(aliases)}`,
  })
