import { DomainError } from '../domain/model/errors.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { sealUnder, unsealUnder } from './sealing.ts'

/** The opened data keys by number; new secrets are sealed under the highest. */
export type DataKeys = ReadonlyMap<number, Uint8Array>

/** Sealed form: format (1 octet) ‖ data key number (4, big-endian) ‖ what `sealUnder` makes. */
const format = 1
const headerLength = 5

/** The vault over data keys that live in memory; at rest they are wrapped by the master key. */
export function openVault(dataKeys: DataKeys): Vault {
  const current = Math.max(...dataKeys.keys())

  return {
    seal(record, secret) {
      const header = Buffer.alloc(headerLength)
      header.writeUInt8(format, 0)
      header.writeUInt32BE(current, 1)
      return { record, sealed: sealUnder(keyOf(current), record, secret, header) }
    },

    unseal({ record, sealed }: SealedSecret) {
      const header = Buffer.from(sealed.buffer, sealed.byteOffset, Math.min(headerLength, sealed.length))
      if (header.length < headerLength || header.readUInt8(0) !== format) {
        throw new DomainError('key-processing-failed', {
          reason: `the secret of ${record} is of unknown form`,
        })
      }
      return unsealUnder(keyOf(header.readUInt32BE(1)), record, sealed, headerLength)
    },
  }

  function keyOf(number: number): Uint8Array {
    const key = dataKeys.get(number)
    if (!key) throw new DomainError('key-processing-failed', { reason: `there is no data key ${number}` })
    return key
  }
}
