import type { ExternalStanding } from './external-identity.ts'

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
  /** Of one whom another identity service vouches for: it has no record here, and this is all that it may do. */
  readonly external?: ExternalStanding
}

/** A user as its administrator sees it. */
export interface UserProfile extends User {
  readonly description: string
  readonly email: string | null
  readonly phone: string | null
  /** What consoles let the user in for; nothing here depends on it. */
  readonly accessMode: 'default' | 'programmatic' | 'console'
  /** Whether a console asks for a new password at the next sign-in. */
  readonly isPasswordInitial: boolean
  readonly createdAt: number
}

export interface Group {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly createdAt: number
}

export interface Project {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly isEnabled: boolean
}

/** A part of the account that its resources are told apart by, across projects. */
export interface EnterpriseProject {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly type: 'prod' | 'poc'
  readonly isEnabled: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

/** Where everything belongs that nobody said anything of; each account has it, and it can't be changed. */
export const defaultEnterpriseProject: EnterpriseProject = {
  id: '0',
  name: 'default',
  description: '',
  type: 'prod',
  isEnabled: true,
  createdAt: 0,
  updatedAt: 0,
}

/** An access key pair's public half; the secret half is sealed. */
export interface AccessKey {
  readonly id: string
  readonly userId: string
  readonly isEnabled: boolean
}

export interface AccessKeyProfile extends AccessKey {
  readonly description: string
  readonly createdAt: number
}

/**
 * What an account lets another one's users do in its name (the vendor's agency). It acts as a user of the account that
 * made it, with the same id, that no password fits.
 */
export interface Delegation {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly trustedAccount: Pick<Account, 'id' | 'name'>
  /** After which it trusts nobody, in ms since the epoch; null for ever. */
  readonly expiresAt: number | null
  readonly createdAt: number
}

/** Proof of a sign-in: who, and what it was taken for. Times in ms since the epoch. */
export interface Token {
  readonly user: User
  readonly account: Account
  readonly project: Project | null
  readonly issuedAt: number
  readonly expiresAt: number
  readonly methods: readonly string[]
  readonly delegate: Delegate | null
}

/** Who acts as an agency, from another account; what was taken so is worth nothing once its user's tokens end. */
export interface Delegate {
  readonly userId: string
  readonly epoch: number
}
