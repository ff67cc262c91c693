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

/**
 * What the built-in issuer asks for: one proof for each name, that of a wildcard below its star. What was proven before keeps
 * its value, so that a record that stays serves each renewal.
 */
export function proofsOfOurs(
  world: Pick<World, 'random' | 'publicSuffixes'>,
  names: readonly string[],
  method: ProofMethod,
  former: readonly DomainProof[] = [],
): DomainProof[] {
  const byProvenName = new Map(names.toReversed().map((name) => [provenName(name), name]))
  return names
    .filter((name) => byProvenName.get(provenName(name)) === name)
    .map((domain) => ({
      domain,
      method,
      recordName: placeOf(world, provenName(domain), method),
      recordValue:
        method === 'EMAIL'
          ? world.random.text(tokenLength, tokenAlphabet)
          : (former.find((proof) => proof.domain === domain && proof.method === method)?.recordValue ??
            world.random.text(tokenLength, tokenAlphabet)),
      seenAt: null,
      lookedAt: null,
      finding: null,
      isPlacedByUs: false,
    }))
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
