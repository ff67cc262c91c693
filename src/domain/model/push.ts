import type { PushResource, PushService } from './push-place.ts'

/**
 * How far a push is: the target is looked at, given the certificate, looked at again; where it is not seen, what was there
 * before is put back. Each state is recorded before its work begins, and the work may be done again.
 */
export const pushStates = ['planned', 'applying', 'looking', 'restoring', 'done', 'failed'] as const
export type PushState = (typeof pushStates)[number]

export const hasEnded = ({ state }: Pick<Push, 'state'>): boolean => state === 'done' || state === 'failed'

/** What a target is asked for. */
export interface PushDestination {
  readonly service: PushService
  /** A region's or project's name; empty for what is everywhere. */
  readonly project: string
  /** Null: the service as a whole. */
  readonly resource: PushResource | null
}

/** Why nothing came of it: the target said no, does not let us, or is not seen with the certificate. */
export interface PushFailure {
  readonly kind: 'refused' | 'denied' | 'failed'
  readonly reason: string
}

/** One certificate on its way to one place. Times in ms since the epoch. */
export interface Push extends PushDestination {
  /** 32 hexadecimal digits: what the target knows the push by. */
  readonly id: string
  readonly certificateId: string
  /** By its name in the settings. */
  readonly target: string
  /** The word that it was asked for with, where the service goes by several (API reference 6.17). */
  readonly askedAs?: string
  /** A renewed certificate follows to where it was, until it is there. */
  readonly cause: 'request' | 'renewal'
  readonly state: PushState
  /** SHA-256 of the certificate that is pushed. */
  readonly fingerprint: string
  /** What it is called there. */
  readonly resourceId: string | null
  readonly resourceName: string | null
  readonly failure: PushFailure | null
  /** How the look that ended it saw the certificate there; absent where it was not seen. */
  readonly proof?: string
  readonly attempts: number
  readonly startedAt: number
  readonly finishedAt: number | null
  /** Whoever carries it out, until when: nobody else does meanwhile, and who lost it changes nothing. */
  readonly holder: string
  readonly heldUntil: number
}

/** What is where: the last push to a place that was seen there. */
export interface Deployment extends PushDestination {
  readonly certificateId: string
  readonly certificateName: string
  readonly domains: readonly string[]
  readonly target: string
  readonly resourceId: string
  readonly resourceName: string
  readonly fingerprint: string
  /** The certificate with its chain, as it is there. */
  readonly certificatePem: string
  readonly notAfter: number
  readonly pushedAt: number
}

/** Tells one place of a certificate from another. */
export const placeKey = ({ service, project, resource }: PushDestination): string =>
  [service, project, resource?.id ?? '', resource?.hostType ?? '', resource?.domainName ?? ''].join('/')

const firstPauseMs = 60_000
const longestPauseMs = 3_600_000

/** How long a renewed certificate's push waits before it is tried again. */
export const pauseBeforeAttempt = (attempts: number): number =>
  Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempts, 10))

/** After so long a renewed certificate's push has failed; where it was, the old one is by now near its end. */
export const pushPatienceMs = 7 * 86_400_000
