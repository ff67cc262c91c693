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
  const placed = [leaf]
  const waiting = withoutRepetitions(leaf, others)
  while (waiting.length > 0) {
    const next = await findIssuer(call, placed, waiting)
    if (!next) throw refusedChain('holds a certificate that the one before does not lead to')
    waiting.splice(waiting.indexOf(next), 1)
    for (const below of placed) {
      if (await hasIssued(call, below, next)) throw refusedChain('goes round in a circle')
    }
    placed.push(next)
  }
  return placed.slice(1)
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
  call: Call,
  placed: readonly ReadCertificate[],
  waiting: readonly ReadCertificate[],
): Promise<ReadCertificate | undefined> {
  for (const below of placed.toReversed()) {
    for (const candidate of waiting) {
      if (await hasIssued(call, candidate, below)) return candidate
    }
  }
  return undefined
}

async function hasIssued(
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
