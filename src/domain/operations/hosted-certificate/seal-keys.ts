import { sealedRecords } from '../../model/sealed.ts'
import { importKey } from '../brought-key/import-key.ts'
import type { Call } from '../world.ts'
import type { BroughtPair } from './read-brought-pair.ts'

/** Sealed octets of the keys of one hosted certificate. */
export interface SealedKeys {
  /** Which of the certificates that were brought the key is for. */
  readonly place: number
  readonly own: Uint8Array
  readonly encryption: Uint8Array | null
}

/** Throws `public-key-mismatch` where a key is not that of its certificate. */
export async function sealKeys(
  call: Call,
  id: string,
  { certificates, keyDer, encryption }: BroughtPair,
): Promise<SealedKeys> {
  const { id: accountId } = call.caller.account
  const own = await importKey(
    call,
    {
      keyDer,
      owners: certificates.map(({ der }) => ({ certificateDer: der })),
      record: sealedRecords.hostedKey(accountId, id),
      sealedAs: 'it came',
    },
    { key: 'private_key', owner: 'certificate' },
  )
  const second =
    encryption &&
    (await importKey(
      call,
      {
        keyDer: encryption.keyDer,
        owners: [{ certificateDer: encryption.certificate.der }],
        record: sealedRecords.hostedEncryptionKey(accountId, id),
        sealedAs: 'it came',
      },
      { key: 'enc_private_key', owner: 'enc_certificate' },
    ))
  return { place: own.place, own: own.sealedKey.sealed, encryption: second?.sealedKey.sealed ?? null }
}
