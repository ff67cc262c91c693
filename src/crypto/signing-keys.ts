import { createPrivateKey, createSign, type KeyObject, sign } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { type PrivateKeyForm, privateKeyForm } from '../x509/private-key-form.ts'

/** How many opened keys are kept; opening one takes about 30 µs (EC) to 200 µs (RSA). */
const bound = 256

interface Opened {
  readonly key: KeyObject
  readonly sealed: Uint8Array
}

/**
 * Opened keys of the CAs that sign and of their responders, the least recently used forgotten first. A renewed responder
 * has another key under the same record: the one that is opened is the one that was asked for, not just its record's.
 */
export class SigningKeys {
  readonly #vault: Vault
  readonly #opened = new Map<string, Opened>()

  constructor(vault: Vault) {
    this.#vault = vault
  }

  open({ record, sealed }: SealedSecret): KeyObject {
    const known = this.#opened.get(record)
    const opened = known && Buffer.compare(known.sealed, sealed) === 0 ? known : this.#unseal(record, sealed)
    this.#opened.delete(record)
    this.#opened.set(record, opened)
    if (this.#opened.size > bound) this.#forgetOldest()
    return opened.key
  }

  /** Keeps a copy of what was sealed, because the caller's octets may be a view of something larger. */
  #unseal(record: string, sealed: Uint8Array): Opened {
    return { key: openPrivateKey(this.#vault.unseal({ record, sealed })), sealed: Uint8Array.from(sealed) }
  }

  /** A Map keeps the order of insertion, and every use inserts anew. */
  #forgetOldest(): void {
    const [oldest] = this.#opened.keys()
    if (oldest !== undefined) this.#opened.delete(oldest)
  }
}

/** A PKCS#8 key. Throws `key-processing-failed` when the bytes hold none. */
export const openPrivateKey = (privateKeyInfoDer: Uint8Array): KeyObject =>
  opening(() => open(privateKeyInfoDer, 'pkcs8'))

const types = { PKCS1: 'pkcs1', SEC1: 'sec1', PKCS8: 'pkcs8' } as const satisfies Record<
  PrivateKeyForm,
  string
>

/** A key as somebody brought it; its octets tell the form. Throws `key-processing-failed` when they hold none. */
export const openAnyPrivateKey = (keyDer: Uint8Array): KeyObject =>
  opening(() => open(keyDer, types[privateKeyForm(keyDer)]))

/** A view, because a copy in the clear would stay behind. */
const open = ({ buffer, byteOffset, length }: Uint8Array, type: 'pkcs1' | 'sec1' | 'pkcs8'): KeyObject =>
  createPrivateKey({ key: Buffer.from(buffer, byteOffset, length), format: 'der', type })

function opening(open: () => KeyObject): KeyObject {
  try {
    return open()
  } catch (cause) {
    throw new DomainError('key-processing-failed', { reason: 'the private key can not be read' }, { cause })
  }
}

/** RSA signs by PKCS#1 v1.5, EC in DER: the forms of the algorithm identifiers that the certificate names. */
export const signWith = (key: KeyObject, hash: string, toBeSigned: Uint8Array): Uint8Array =>
  signing(() => sign(hash, toBeSigned, key))

/** The same signature of what is not at one place. */
export const signPieces = (key: KeyObject, hash: string, toBeSigned: Iterable<Uint8Array>): Uint8Array =>
  signing(() => {
    const signer = createSign(hash)
    for (const piece of toBeSigned) signer.update(piece)
    return signer.sign(key)
  })

function signing(make: () => Uint8Array): Uint8Array {
  try {
    return make()
  } catch (cause) {
    throw new DomainError('key-processing-failed', { reason: 'the key can not sign' }, { cause })
  }
}

/** What the engine's steps work with. */
export interface EngineTools {
  readonly vault: Vault
  readonly signingKeys: SigningKeys
}
