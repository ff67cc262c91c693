import { type DomainProof, type ProofMethod, proofPeriodMs } from '../../model/domain-proof.ts'
import type { Issuance, IssuancePurpose } from '../../model/issuance.ts'
import type { RequestKeyAlgorithm } from '../../model/key-algorithm.ts'
import type { CertificateIssuer } from '../../ports/certificate-issuers.ts'
import type { World } from '../world.ts'
import { proofsOfOurs } from './proofs-of-ours.ts'

export interface IssuanceWish {
  readonly id: string
  readonly certificateId: string
  readonly purpose: IssuancePurpose
  readonly names: readonly string[]
  readonly method: ProofMethod
  readonly placesRecords: boolean
  readonly keyAlgorithm: RequestKeyAlgorithm | null
  readonly requestDer: Uint8Array | null
  readonly hasKey: boolean
  /** What was proven before, where anything was. */
  readonly formerProofs?: readonly DomainProof[]
}

/** A certificate on its way. The built-in issuer's proofs are known at once, an authority elsewhere is asked for them. */
export function beginIssuance(
  world: Pick<World, 'random' | 'publicSuffixes' | 'clock'>,
  issuer: CertificateIssuer,
  { formerProofs, ...wish }: IssuanceWish,
): Issuance {
  const startedAt = world.clock.now()
  const isOurs = issuer.kind === 'built-in'
  const former = formerProofs && { former: formerProofs }
  return {
    ...wish,
    step: isOurs ? 'proving' : 'opening',
    issuer: issuer.name,
    proofs: isOurs
      ? proofsOfOurs(world, { ...wish, ...former, keepsProven: wish.purpose === 'supplement' })
      : [],
    upstream: null,
    startedAt,
    endsAt: startedAt + proofPeriodMs,
    looks: 0,
    failures: 0,
    hindrance: null,
  }
}
