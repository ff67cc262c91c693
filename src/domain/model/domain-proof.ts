/** How control of a name is proven (API reference, apply, `domain_method`). */
export const proofMethods = ['DNS', 'FILE', 'EMAIL'] as const
export type ProofMethod = (typeof proofMethods)[number]

/** What the owner of a name is to do, and what was seen of it. Times in ms since the epoch. */
export interface DomainProof {
  /** As it was applied for; with `*.` for a wildcard. */
  readonly domain: string
  readonly method: ProofMethod
  /** A TXT record's name, a file's path, or the addresses that mail was sent to. */
  readonly recordName: string
  /** What stands there; of mail: nothing that anybody else is to see. */
  readonly recordValue: string
  readonly seenAt: number | null
  readonly lookedAt: number | null
  /** What was found instead at the last look, for the owner. */
  readonly finding: string | null
  /** Whether a connector of ours put it there, and so has to take it away. */
  readonly isPlacedByUs: boolean
}

/** The record type as details show it (api-answers A38). */
export const recordTypes = { DNS: 'TXT', FILE: 'FILE', EMAIL: 'EMAIL' } as const satisfies Record<
  ProofMethod,
  string
>

export const acmeRecordName = (domain: string): string => `_acme-challenge.${domain}`
export const acmeFilePath = (token: string): string => `/.well-known/acme-challenge/${token}`
/** CA/Browser Forum baseline requirements §3.2.2.4.18. */
export const proofFilePath = '/.well-known/pki-validation/fileauth.txt'
/** Where other authorities that are no ACME ones have theirs; it stands beside those of ACME. */
export const proofRecordName = (domain: string): string => `_dnsauth.${domain}`

const firstPauseMs = 5_000
const longestPauseMs = 15 * 60_000
const growth = 1.3

/** Looks are rarer the longer they find nothing: after 5 s at first, after a quarter of an hour in the end. */
export const pauseAfter = (looks: number): number =>
  Math.round(Math.min(longestPauseMs, firstPauseMs * growth ** Math.min(looks, 100)))

/** An authority that was told to look answers sooner than an owner acts. */
export const answerPauseAfter = (looks: number): number => Math.round(pauseAfter(looks) / 4)

/** So long a proof is looked for (api-answers A1). */
export const proofPeriodMs = 7 * 86_400_000
