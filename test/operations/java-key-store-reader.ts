import assert from 'node:assert/strict'
import { hash } from 'node:crypto'

/** Java's DataInputStream. */
export class JavaReader {
  readonly #octets: Buffer
  #position = 0

  constructor(octets: Uint8Array) {
    this.#octets = Buffer.from(octets)
  }

  take(size: number): Buffer {
    const start = this.#position
    this.#position += size
    return this.#octets.subarray(start, this.#position)
  }

  int = () => this.take(4).readUInt32BE()
  long = () => Number(this.take(8).readBigInt64BE())
  text = () => this.take(this.take(2).readUInt16BE()).toString()
  counted = () => this.take(this.int())
  rest = () => this.take(this.#octets.length - this.#position)
}

export const wide = (password: string) => Buffer.from(password, 'utf16le').swap16()
export const sha1 = (...parts: readonly Uint8Array[]) => hash('sha1', Buffer.concat(parts), 'buffer')

/** Undoes what `sun.security.provider.KeyProtector` does; asserts that the password fits. */
export function openJavaKey(encrypted: Buffer, password: string): Buffer {
  const header = Buffer.from('300e060a2b060104012a021101010500', 'hex')
  const at = encrypted.indexOf(header)
  assert.ok(at > 0, 'EncryptedPrivateKeyInfo under the algorithm of Sun, with NULL')
  const value = encrypted.subarray(at + header.length)
  const octets = value.subarray(value[1] === 0x82 ? 4 : value[1] === 0x81 ? 3 : 2)
  const key = Buffer.from(octets.subarray(20, -20))
  let stream = octets.subarray(0, 20)
  for (let index = 0; index < key.length; index++) {
    if (index % 20 === 0) stream = sha1(wide(password), stream)
    key.writeUInt8((key[index] ?? 0) ^ (stream[index % 20] ?? 0), index)
  }
  assert.deepEqual(octets.subarray(-20), sha1(wide(password), key))
  return key
}
