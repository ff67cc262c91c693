/** An account (Keystone's "domain"): the tenant. Everything belongs to one, and none sees another's. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly isEnabled: boolean
  readonly authorityQuota: number | null
  readonly certificateQuota: number | null
}

export interface User {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly isEnabled: boolean
  /** May do everything in the account; policies come on top of this. */
  readonly isAdministrator: boolean
  /** Raised by whatever must end the user's tokens; a token carries the epoch that it was made in. */
  readonly epoch: number
}

export interface Project {
  readonly id: string
  readonly name: string
  readonly isEnabled: boolean
}

/** An access key pair's public half; the secret half is sealed. */
export interface AccessKey {
  readonly id: string
  readonly userId: string
  readonly isEnabled: boolean
}

/** Proof of a sign-in: who, and what it was taken for. Times in ms since the epoch. */
export interface Token {
  readonly user: User
  readonly account: Account
  readonly project: Project | null
  readonly issuedAt: number
  readonly expiresAt: number
  readonly methods: readonly string[]
}
