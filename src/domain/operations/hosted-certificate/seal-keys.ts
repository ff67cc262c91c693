import { DomainError } from '../../model/errors.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { ImportedKey, KeyImportOrder } from '../../ports/key-importer.ts'
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
      certificateDers: certificates.map(({ der }) => der),
      record: sealedRecords.hostedKey(accountId, id),
    },
    { key: 'private_key', certificate: 'certificate' },
  )
  const second =
    encryption &&
    (await importKey(
      call,
      {
        keyDer: encryption.keyDer,
        certificateDers: [encryption.certificate.der],
        record: sealedRecords.hostedEncryptionKey(accountId, id),
      },
      { key: 'enc_private_key', certificate: 'enc_certificate' },
    ))
  return { place: own.place, own: own.sealedKey.sealed, encryption: second?.sealedKey.sealed ?? null }
}

/** `parameters`: where key and certificate came from, for the refusal. */
async function importKey(
  { keyImporter }: Call,
  order: KeyImportOrder,
  parameters: { readonly key: string; readonly certificate: string },
): Promise<ImportedKey> {
  const imported = await keyImporter.importKey(order).catch((error: unknown) => {
    throw named(error, parameters)
  })
  if (imported) return imported
  throw new DomainError('public-key-mismatch', {
    parameter: parameters.key,
    reason: `is not the key of ${parameters.certificate}`,
  })
}

function named(error: unknown, parameters: { readonly key: string; readonly certificate: string }): unknown {
  if (!(error instanceof DomainError)) return error
  const { code, facts } = error
  if (code === 'private-key-invalid') return new DomainError(code, { ...facts, parameter: parameters.key })
  if (code !== 'imported-certificate-invalid') return error
  return new DomainError(code, { ...facts, parameter: parameters.certificate })
}
