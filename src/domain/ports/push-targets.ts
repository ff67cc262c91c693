import type { PushContent, PushPlace, PushService } from '../model/push-place.ts'
import type { Triable } from './connection.ts'

/** What is there now, as the target itself can put it back: kept sealed until the push has ended. Null: nothing. */
export type TargetSnapshot = Uint8Array | null

export interface AppliedPush {
  /** What the certificate is called there: 32 hexadecimal digits where the target has no name of its own for it. */
  readonly resourceId: string
  /** What people call it. */
  readonly resourceName: string
}

/** Whether the new certificate is what is there, seen and not told: by a handshake, or read back. */
export type Sight =
  | { readonly isSeen: true; readonly how: string }
  | { readonly isSeen: false; readonly reason: string }

/**
 * One place that certificates are put to use. Each call may be made again, after a crash or by another node, with the same
 * result: `pushId` is the same at each attempt. Throws `target-refused` where the target answered with an error, with its
 * code and text; `target-denied` where it does not let us; `target-unreachable` where it gave no answer in time.
 */
export interface PushTarget extends Triable {
  /** By its name in the settings. */
  readonly name: string
  /**
   * `former`: what we pushed there last, where it is still in hand. Targets that tell no keys can only be put back with it;
   * `restore` says so where it was not given.
   */
  snapshot(place: PushPlace, former?: PushContent): Promise<TargetSnapshot>
  apply(place: PushPlace, content: PushContent, pushId: string): Promise<AppliedPush>
  /** Waits a little for targets that take a moment; never throws for what it sees. */
  look(place: PushPlace & { readonly resourceId: string }, content: PushContent): Promise<Sight>
  /** Puts back what was there, and takes away what this push made where nothing was. */
  restore(place: PushPlace, snapshot: TargetSnapshot, pushId: string): Promise<void>
  /** Takes the certificate away; one that is gone is no fault. Throws `target-refused` while something uses it. */
  remove(place: PushPlace & { readonly resourceId: string }): Promise<void>
}

/** Targets by the administrator's settings; without any, a folder for each service and project. */
export interface PushTargets {
  /** All, in the order of the settings. */
  list(): readonly PushTarget[]
  /** Undefined: no target of the settings serves this service there. */
  find(
    account: { readonly id: string; readonly name: string },
    service: PushService,
    project: string,
  ): PushTarget | undefined
  /** Whether the settings name such a project for a target of the account; "*" names none. */
  knowsProject(account: { readonly id: string; readonly name: string }, project: string): boolean
}
