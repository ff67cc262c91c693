import { MalformedError } from '../../x509/malformed.ts'
import { magic, privateKeyEntry, trustedCertificateEntry } from './form.ts'

/** What a JKS file holds, with nothing of it opened yet. */
export interface JavaKeyStore {
  readonly entries: readonly JavaKeyEntry[]
  /** All that the digest at the end is over. */
  readonly content: Uint8Array
  readonly digest: Uint8Array
}

export interface JavaKeyEntry {
  readonly alias: string
  /** EncryptedPrivateKeyInfo. */
  readonly protectedDer: Uint8Array
  /** The key's first, then those above it. */
  readonly certificateDers: readonly Uint8Array[]
}

const digestLength = 20
const mostEntries = 500
const mostCertificates = 100

/** Reads versions 1 and 2, which differ in that certificates name their type. Throws MalformedError. */
export function readJavaKeyStore(octets: Uint8Array): JavaKeyStore {
  const content = octets.subarray(0, Math.max(0, octets.length - digestLength))
  const input = new DataInput(content)
  if (input.int() !== magic) throw new MalformedError('not a Java key store')
  const version = input.int()
  if (version !== 1 && version !== 2) throw new MalformedError('not of version 1 or 2')
  const count = input.count(mostEntries, 'entries')
  const entries: JavaKeyEntry[] = []
  for (let place = 0; place < count; place++) {
    const entry = readEntry(input, version)
    if (entry) entries.push(entry)
  }
  input.end()
  return { entries, content, digest: octets.subarray(content.length) }
}

/** Undefined for a certificate that is only trusted. */
function readEntry(input: DataInput, version: 1 | 2): JavaKeyEntry | undefined {
  const tag = input.int()
  const alias = input.text()
  input.skipTime()
  if (tag === trustedCertificateEntry) {
    readCertificate(input, version)
    return undefined
  }
  if (tag !== privateKeyEntry) throw new MalformedError('an entry of an unknown kind')
  const protectedDer = input.counted()
  const count = input.count(mostCertificates, 'certificates in an entry')
  const certificateDers = Array.from({ length: count }, () => readCertificate(input, version))
  return { alias, protectedDer, certificateDers }
}

function readCertificate(input: DataInput, version: 1 | 2): Uint8Array {
  if (version === 2) input.text()
  return input.counted()
}

const timeLength = 8

/** As Java's `DataInputStream` reads. */
class DataInput {
  readonly #octets: Uint8Array
  readonly #view: DataView
  #position = 0

  constructor(octets: Uint8Array) {
    this.#octets = octets
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  }

  int(): number {
    return this.#view.getUint32(this.#step(4))
  }

  count(most: number, what: string): number {
    const count = this.int()
    if (count > most) throw new MalformedError(`more than ${most} ${what}`)
    return count
  }

  counted(): Uint8Array {
    const length = this.int()
    const start = this.#step(length)
    return this.#octets.subarray(start, start + length)
  }

  /** `readUTF`: what Java writes otherwise than UTF-8 becomes U+FFFD. */
  text(): string {
    const length = this.#view.getUint16(this.#step(2))
    const start = this.#step(length)
    return new TextDecoder().decode(this.#octets.subarray(start, start + length))
  }

  skipTime(): void {
    this.#step(timeLength)
  }

  end(): void {
    if (this.#position < this.#octets.length) throw new MalformedError('trailing octets')
  }

  #step(length: number): number {
    const start = this.#position
    if (length > this.#octets.length - start) throw new MalformedError('cut short')
    this.#position += length
    return start
  }
}
