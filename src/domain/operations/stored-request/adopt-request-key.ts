import type { KeyOwner } from '../../ports/key-importer.ts'
import { importKey } from '../brought-key/import-key.ts'
import { readPrivateKey } from '../brought-key/read-private-key.ts'
import type { Call } from '../world.ts'

/** Enough for RSA keys of 8192 bits, in characters. */
const place = { parameter: 'private_key', maximumLength: 8192 }

/** The key of a request, sealed. Throws `private-key-invalid`, `public-key-mismatch`; nothing of the key is in either. */
export async function adoptRequestKey(
  call: Call,
  pem: string,
  { owner, record }: { readonly owner: KeyOwner; readonly record: string },
): Promise<Uint8Array> {
  const keyDer = readPrivateKey(pem, place)
  try {
    const order = { keyDer, owners: [owner], record, sealedAs: 'PKCS8' } as const
    const { sealedKey } = await importKey(call, order, { key: place.parameter, owner: 'csr' })
    return sealedKey.sealed
  } finally {
    keyDer.fill(0)
  }
}
