import type { AccessKeyProfile, Delegate } from '../model/identity.ts'

/** Permanent access keys of the account's users, without their secrets. */
export interface AccessKeyReader {
  find(id: string): Promise<AccessKeyProfile | undefined>
  /** In the order of their creation. */
  list(userId: string): Promise<AccessKeyProfile[]>
  /** How many temporary keys of the user live. */
  countTemporary(userId: string, now: number): Promise<number>
}

/** A key with an end, that is worth nothing without its token and ends with its user's tokens. */
export interface TemporaryKey {
  readonly id: string
  readonly userId: string
  readonly epoch: number
  readonly expiresAt: number
  readonly securityTokenHash: string
  /** JSON of a policy that narrows what the user may do. */
  readonly sessionPolicy: string | null
  readonly delegate: Delegate | null
}

export interface AccessKeyStore extends AccessKeyReader {
  /** `secret` is sealed. */
  add(key: AccessKeyProfile, secret: Uint8Array): Promise<void>
  addTemporary(key: TemporaryKey, secret: Uint8Array, createdAt: number): Promise<void>
  replace(key: AccessKeyProfile): Promise<void>
  remove(id: string): Promise<void>
}
