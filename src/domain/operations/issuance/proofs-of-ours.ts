import {
  type DomainProof,
  type ProofMethod,
  proofFilePath,
  proofRecordName,
} from '../../model/domain-proof.ts'
import { provenName } from '../../model/ordered-names.ts'
import type { World } from '../world.ts'

/** Beside the name that was registered, whoever answers these is taken for its owner (baseline requirements §3.2.2.4.4). */
const mailboxes = ['admin', 'administrator', 'webmaster', 'hostmaster', 'postmaster']

/** RFC 4086: 160 bits can't be guessed. */
const tokenLength = 32
const tokenAlphabet = 'abcdefghijklmnopqrstuvwxyz234567'

export interface ProofWish {
  readonly names: readonly string[]
  readonly method: ProofMethod
  /** What was proven before: it keeps its value, so that a record that stays serves each renewal. */
  readonly former?: readonly DomainProof[]
  /** Whether what was proven before need not be proven again. */
  readonly keepsProven?: boolean
}

/** What the built-in issuer asks for: one proof for each name, that of a wildcard below its star. */
export function proofsOfOurs(
  world: Pick<World, 'random' | 'publicSuffixes'>,
  { names, method, former = [], keepsProven = false }: ProofWish,
): DomainProof[] {
  const byProvenName = new Map(names.toReversed().map((name) => [provenName(name), name]))
  return names
    .filter((name) => byProvenName.get(provenName(name)) === name)
    .map((domain) => {
      const known = former.find((proof) => proof.domain === domain && proof.method === method)
      return {
        domain,
        method,
        recordName: placeOf(world, provenName(domain), method),
        recordValue:
          known && method !== 'EMAIL' ? known.recordValue : world.random.text(tokenLength, tokenAlphabet),
        seenAt: keepsProven ? (known?.seenAt ?? null) : null,
        lookedAt: null,
        finding: null,
        isPlacedByUs: false,
      }
    })
}

function placeOf(
  { publicSuffixes }: Pick<World, 'publicSuffixes'>,
  name: string,
  method: ProofMethod,
): string {
  if (method === 'DNS') return proofRecordName(name)
  if (method === 'FILE') return proofFilePath
  const host = publicSuffixes.registeredPart(name) ?? name
  return mailboxes.map((mailbox) => `${mailbox}@${host}`).join(';')
}
