import { createDecipheriv } from 'node:crypto'
import { DerReader } from '../../x509/der-reader.ts'
import { MalformedError } from '../../x509/malformed.ts'
import type { IterationBudget } from '../key-store/iteration-budget.ts'
import { unknownAlgorithm } from '../key-store/refusals.ts'
import { derivePkcs12Key, hashLength } from './key-derivation.ts'
import { ciphers, passwordAlgorithms } from './object-identifiers.ts'
import { deriveByPbkdf2, readPbkdf2 } from './pbkdf2.ts'
import { decryptRc2Cbc } from './rc2.ts'

/** A password as each of the two derivations takes it. */
export interface PfxPassword {
  readonly text: string
  /** Null where the writer had no password, instead of an empty one. */
  readonly wide: string | null
}

/** What opens one thing that is encrypted. */
interface Opener {
  readonly cipher: string
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

/**
 * Opens what the AlgorithmIdentifier says how to; undefined where the password is another one. Throws MalformedError, and
 * `imported-certificate-invalid` for an algorithm that is not known and for too many iterations.
 */
export async function decrypt(
  algorithmDer: Uint8Array,
  encrypted: Uint8Array,
  password: PfxPassword,
  budget: IterationBudget,
): Promise<Uint8Array | undefined> {
  const reader = new DerReader(algorithmDer)
  const read = reader.sequence((algorithm) => {
    const identifier = algorithm.objectIdentifier()
    if (identifier === passwordAlgorithms.pbes2.dotted) return algorithm.sequence(readPbes2)
    const known = Object.hasOwn(olderCiphers, identifier) ? olderCiphers[identifier] : undefined
    if (!known) throw unknownAlgorithm(identifier)
    return algorithm.sequence((parameters) => readPbes1(known, parameters))
  })
  const { cipher, key, iv } = await read(password, budget)
  try {
    return cipher === rc2 ? decryptRc2Cbc(key, iv, encrypted) : decipher({ cipher, key, iv }, encrypted)
  } finally {
    key.fill(0)
  }
}

type Derive = (password: PfxPassword, budget: IterationBudget) => Opener | Promise<Opener>

const blockCiphers: Readonly<
  Record<string, { readonly cipher: string; readonly keyLength: number; readonly ivLength: number }>
> = {
  [ciphers.aes128Cbc.dotted]: { cipher: 'aes-128-cbc', keyLength: 16, ivLength: 16 },
  [ciphers.aes192Cbc.dotted]: { cipher: 'aes-192-cbc', keyLength: 24, ivLength: 16 },
  [ciphers.aes256Cbc.dotted]: { cipher: 'aes-256-cbc', keyLength: 32, ivLength: 16 },
  [ciphers.tripleDesCbc.dotted]: { cipher: 'des-ede3-cbc', keyLength: 24, ivLength: 8 },
}

/** PBES2-params (RFC 8018 appendix A.4). */
function readPbes2(parameters: DerReader): Derive {
  const derivation = readPbkdf2(parameters)
  const { cipher, keyLength, iv } = parameters.sequence((scheme) => {
    const identifier = scheme.objectIdentifier()
    const known = Object.hasOwn(blockCiphers, identifier) ? blockCiphers[identifier] : undefined
    if (!known) throw unknownAlgorithm(identifier)
    const vector = scheme.octetString()
    if (vector.length !== known.ivLength)
      throw new MalformedError('a vector of another length than its cipher')
    return { ...known, iv: vector }
  })
  return ({ text }, budget) => ({
    cipher,
    iv,
    key: deriveByPbkdf2(derivation, { password: text, length: keyLength, budget }),
  })
}

const rc2 = 'rc2-cbc'

interface OlderCipher {
  readonly cipher: string
  readonly keyLength: number
}

/** RFC 7292 appendix C. */
const olderCiphers: Readonly<Record<string, OlderCipher>> = {
  [passwordAlgorithms.sha1And3KeyTripleDesCbc.dotted]: { cipher: 'des-ede3-cbc', keyLength: 24 },
  [passwordAlgorithms.sha1And128BitRc2Cbc.dotted]: { cipher: rc2, keyLength: 16 },
  [passwordAlgorithms.sha1And40BitRc2Cbc.dotted]: { cipher: rc2, keyLength: 5 },
}

const olderIvLength = 8

function readPbes1({ cipher, keyLength }: OlderCipher, parameters: DerReader): Derive {
  const [salt, iterations] = [parameters.octetString(), parameters.smallInteger()]
  return async ({ wide }, budget) => {
    budget.spend(iterations, Math.ceil(keyLength / hashLength('sha1')) + 1)
    const shared = { hash: 'sha1', password: wide, salt, iterations } as const
    const key = await derivePkcs12Key({ ...shared, purpose: 'key', length: keyLength })
    const iv = await derivePkcs12Key({ ...shared, purpose: 'iv', length: olderIvLength })
    return { cipher, key, iv }
  }
}

function decipher({ cipher, key, iv }: Opener, encrypted: Uint8Array): Uint8Array | undefined {
  const opening = createDecipheriv(cipher, key, iv)
  try {
    return Buffer.concat([opening.update(encrypted), opening.final()])
  } catch {
    return undefined
  }
}
