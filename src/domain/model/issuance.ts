import type { AcmeChallenge } from './acme-challenge.ts'
import type { DomainProof, ProofMethod } from './domain-proof.ts'
import type { RequestKeyAlgorithm } from './key-algorithm.ts'

/** Why a certificate is to be had: the first of an order, the same once more, the same with more names. */
export const issuancePurposes = ['first', 'renewal', 'supplement'] as const
export type IssuancePurpose = (typeof issuancePurposes)[number]

/** What is to be done next. */
export const issuanceSteps = ['opening', 'proving', 'reviewing', 'issuing'] as const
export type IssuanceStep = (typeof issuanceSteps)[number]

/** Where an order stands at an ACME authority. */
export interface UpstreamOrder {
  readonly url: string
  readonly expiresAt: number | null
  readonly challenges: readonly AcmeChallenge[]
}

/** A certificate on its way: everything that the next step needs, whoever takes it. Times in ms since the epoch. */
export interface Issuance {
  /** A UUID, which the built-in issuer's certificate has, too. */
  readonly id: string
  readonly certificateId: string
  readonly purpose: IssuancePurpose
  readonly step: IssuanceStep
  /** By its name in the settings. */
  readonly issuer: string
  /** The domain first. */
  readonly names: readonly string[]
  readonly method: ProofMethod
  readonly placesRecords: boolean
  /** Null where the key stays with the user, or is there already. */
  readonly keyAlgorithm: RequestKeyAlgorithm | null
  /** PKCS #10; null until there is one. */
  readonly requestDer: Uint8Array | null
  /** Whether the key of the request is kept here. */
  readonly hasKey: boolean
  readonly proofs: readonly DomainProof[]
  readonly upstream: UpstreamOrder | null
  readonly startedAt: number
  /** Proofs are no longer looked for then. */
  readonly endsAt: number
  readonly looks: number
  /** Orders at the authority that came to nothing. */
  readonly failures: number
  /** What kept the last attempt from going on; null while nothing does. */
  readonly hindrance: string | null
}

/** Where the key of a certificate on its way is kept, until the certificate has come. */
export const comingKeyId = (certificateId: string): string => `${certificateId}/coming`
