import { pbkdf2Sync } from 'node:crypto'
import type { DerReader } from '../../x509/der-reader.ts'
import { tags } from '../../x509/der-tags.ts'
import { MalformedError } from '../../x509/malformed.ts'
import type { IterationBudget } from '../key-store/iteration-budget.ts'
import { unknownAlgorithm } from '../key-store/refusals.ts'
import { hashLength, type Pkcs12Hash } from './key-derivation.ts'
import { macs, passwordAlgorithms } from './object-identifiers.ts'

/** PBKDF2-params (RFC 8018 appendix A.2). */
export interface Pbkdf2 {
  readonly salt: Uint8Array
  readonly iterations: number
  readonly keyLength: number | null
  readonly hash: Pkcs12Hash
}

/** An AlgorithmIdentifier. Throws MalformedError, and `imported-certificate-invalid` for another derivation. */
export const readPbkdf2 = (reader: DerReader): Pbkdf2 =>
  reader.sequence((algorithm) => {
    const identifier = algorithm.objectIdentifier()
    if (identifier !== passwordAlgorithms.pbkdf2.dotted) throw unknownAlgorithm(identifier)
    return algorithm.sequence((parameters) => ({
      salt: parameters.octetString(),
      iterations: parameters.smallInteger(),
      keyLength: parameters.nextIs(tags.integer) ? parameters.smallInteger() : null,
      hash: parameters.isAtEnd ? 'sha1' : readHmac(parameters),
    }))
  })

/** Whose hash HMAC is of, out of its AlgorithmIdentifier; parameters are NULL or absent. */
export const readHmac = (reader: DerReader): Pkcs12Hash => readHash(reader, macs)

export const readHash = (
  reader: DerReader,
  identifiers: Readonly<Record<Pkcs12Hash, { readonly dotted: string }>>,
): Pkcs12Hash =>
  reader.sequence((algorithm) => {
    const identifier = algorithm.objectIdentifier()
    const hashes = Object.keys(identifiers) as Pkcs12Hash[]
    const hash = hashes.find((name) => identifiers[name].dotted === identifier)
    if (!hash) throw unknownAlgorithm(identifier)
    if (!algorithm.isAtEnd) algorithm.null()
    return hash
  })

const longestKey = 64

/** A key of so many octets, from the password in UTF-8. It runs where nobody waits for the thread. */
export function deriveByPbkdf2(
  { salt, iterations, keyLength, hash }: Pbkdf2,
  {
    password,
    length,
    budget,
  }: { readonly password: string; readonly length: number; readonly budget: IterationBudget },
): Uint8Array {
  if (keyLength !== null && keyLength !== length)
    throw new MalformedError('a key of another length than its cipher')
  if (length < 1 || length > longestKey) throw new MalformedError(`a key of ${length} octets`)
  budget.spend(iterations, Math.ceil(length / hashLength(hash)))
  return pbkdf2Sync(password, salt, iterations, length, hash)
}
