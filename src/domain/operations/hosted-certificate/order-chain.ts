import type { Call } from '../world.ts'
import { type ReadCertificate, refusedChain } from './read-pem-fields.ts'

/**
 * The certificates above one in their order, issuer first, whatever order they came in. Each has issued one before it,
 * by name and signature; where that is signed by SM2, which nobody here can verify, by name. What came twice is kept
 * once. Throws `imported-chain-invalid` for what leads nowhere, and for a circle.
 */
export async function orderChain(
  call: Call,
  leaf: ReadCertificate,
  others: readonly ReadCertificate[],
): Promise<ReadCertificate[]> {
  const { above, astray } = await climb(call, leaf, others)
  if (astray.length > 0) throw refusedChain('holds a certificate that the one before does not lead to')
  return above
}

/** The same of what may hold certificates of others as well: these are left out. */
export const findChain = async (
  call: Call,
  leaf: ReadCertificate,
  others: readonly ReadCertificate[],
): Promise<ReadCertificate[]> => (await climb(call, leaf, others)).above

/** Those above in their order, and those that nothing leads to. */
async function climb(call: Call, leaf: ReadCertificate, others: readonly ReadCertificate[]) {
  const placed = [leaf]
  const waiting = withoutRepetitions(leaf, others)
  if (waiting.length > mostAbove) throw refusedChain(`has more than ${mostAbove} certificates`)
  const hasIssued = issuing(call)
  for (;;) {
    const next = await findIssuer(hasIssued, placed, waiting)
    if (!next) return { above: placed.slice(1), astray: waiting }
    waiting.splice(waiting.indexOf(next), 1)
    for (const below of placed) {
      if (isSameAuthority(below, next)) continue
      if (await hasIssued(below, next)) throw refusedChain('goes round in a circle')
    }
    placed.push(next)
  }
}

/** Two roots that certified each other need four; every pair may take a verification. */
const mostAbove = 10

/** A CA's own, renewed and cross-certificates are all of the same name and key, and make no circle with each other. */
const isSameAuthority = ({ certificate: left }: ReadCertificate, { certificate: right }: ReadCertificate) =>
  isSame(left.subjectNameDer, right.subjectNameDer) && isSame(left.publicKeyDer, right.publicKeyDer)

type HasIssued = (issuer: ReadCertificate, below: ReadCertificate) => Promise<boolean>

/** Each pair is verified once. */
function issuing(call: Call): HasIssued {
  const known = new Map<ReadCertificate, Map<ReadCertificate, boolean>>()
  return async (issuer, below) => {
    const ofIssuer = known.getOrInsertComputed(issuer, () => new Map<ReadCertificate, boolean>())
    const before = ofIssuer.get(below)
    if (before !== undefined) return before
    const found = await verify(call, issuer, below)
    ofIssuer.set(below, found)
    return found
  }
}

function withoutRepetitions(leaf: ReadCertificate, others: readonly ReadCertificate[]): ReadCertificate[] {
  const kept: ReadCertificate[] = []
  for (const one of others) {
    if (![leaf, ...kept].some(({ der }) => isSame(der, one.der))) kept.push(one)
  }
  return kept
}

/** Of the last that was placed, if its issuer is there: so a chain without branches comes out straight. */
async function findIssuer(
  hasIssued: HasIssued,
  placed: readonly ReadCertificate[],
  waiting: readonly ReadCertificate[],
): Promise<ReadCertificate | undefined> {
  for (const below of placed.toReversed()) {
    for (const candidate of waiting) {
      if (await hasIssued(candidate, below)) return candidate
    }
  }
  return undefined
}

async function verify(
  call: Call,
  { certificate: issuer }: ReadCertificate,
  { certificate: below }: ReadCertificate,
): Promise<boolean> {
  if (!isSame(issuer.subjectNameDer, below.issuerNameDer)) return false
  if (below.signatureScheme.kind === 'SM2') return true
  return await call.signatureVerifier.verifyOutside({
    signedDer: below.signedDer,
    signature: below.signature,
    scheme: below.signatureScheme,
    publicKeyDer: issuer.publicKeyDer,
  })
}

const isSame = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0
