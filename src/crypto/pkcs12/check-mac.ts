import { createHmac, timingSafeEqual } from 'node:crypto'
import { DerReader } from '../../x509/der-reader.ts'
import { MalformedError } from '../../x509/malformed.ts'
import type { IterationBudget } from '../key-store/iteration-budget.ts'
import { passwordRefused } from '../key-store/refusals.ts'
import type { PfxPassword } from './decrypt.ts'
import { derivePkcs12Key, hashLength, type Pkcs12Hash } from './key-derivation.ts'
import { hashes, passwordAlgorithms } from './object-identifiers.ts'
import { deriveByPbkdf2, readHash, readHmac, readPbkdf2 } from './pbkdf2.ts'
import type { Pfx, PfxMac } from './read-pfx.ts'

/**
 * Tells the password in the form that the writer had it in. Throws `parameter-invalid` where the MAC is not that of the
 * content under this password; where there is none, what is encrypted tells later. Throws MalformedError, and
 * `imported-certificate-invalid` for what is not known.
 */
export async function checkMac(
  { authenticatedSafe, mac }: Pfx,
  password: string,
  budget: IterationBudget,
): Promise<PfxPassword> {
  if (!mac) return { text: password, wide: password }
  for (const wide of formsOf(password)) {
    const expected = await makeMac(mac, authenticatedSafe, { text: password, wide }, budget)
    const isIt = expected.length === mac.value.length && timingSafeEqual(expected, mac.value)
    if (isIt) return { text: password, wide }
  }
  throw passwordRefused()
}

/** Writers differ in what no password is: an empty text, which ends with a NUL all the same, or nothing at all. */
const formsOf = (password: string): (string | null)[] => (password === '' ? ['', null] : [password])

async function makeMac(
  mac: PfxMac,
  content: Uint8Array,
  password: PfxPassword,
  budget: IterationBudget,
): Promise<Uint8Array> {
  const { hash, key } = isPbmac1(mac)
    ? makePbmac1Key(mac, password, budget)
    : await makeOlderKey(mac, password, budget)
  try {
    return createHmac(hash, key).update(content).digest()
  } finally {
    key.fill(0)
  }
}

interface MacKey {
  readonly hash: Pkcs12Hash
  readonly key: Uint8Array
}

const isPbmac1 = ({ algorithmDer }: PfxMac): boolean =>
  new DerReader(algorithmDer).sequence((algorithm) => {
    const identifier = algorithm.objectIdentifier()
    while (!algorithm.isAtEnd) algorithm.any()
    return identifier === passwordAlgorithms.pbmac1.dotted
  })

/** PBMAC1-params (RFC 8018 appendix A.5), which must name the key's length (RFC 9579 §4). */
function makePbmac1Key({ algorithmDer }: PfxMac, { text }: PfxPassword, budget: IterationBudget): MacKey {
  return new DerReader(algorithmDer).sequence((algorithm) => {
    algorithm.objectIdentifier()
    return algorithm.sequence((parameters) => {
      const derivation = readPbkdf2(parameters)
      const hash = readHmac(parameters)
      if (derivation.keyLength === null) throw new MalformedError('PBMAC1 without the length of its key')
      const key = deriveByPbkdf2(derivation, { password: text, length: derivation.keyLength, budget })
      return { hash, key }
    })
  })
}

/** RFC 7292 appendix B.4. */
async function makeOlderKey(
  { algorithmDer, salt, iterations }: PfxMac,
  { wide }: PfxPassword,
  budget: IterationBudget,
): Promise<MacKey> {
  const hash = readHash(new DerReader(algorithmDer), hashes)
  budget.spend(iterations)
  const length = hashLength(hash)
  return {
    hash,
    key: await derivePkcs12Key({ hash, purpose: 'mac', password: wide, salt, iterations, length }),
  }
}
