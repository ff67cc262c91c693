import type { Vouched } from '../model/external-identity.ts'
import type { Account, Project } from '../model/identity.ts'

/** Whom a source vouched for, and in which account; `expiresAt` is when that ends. */
export interface VouchedSession extends Vouched {
  /** The provider's id. */
  readonly source: string
}

/** What a token of ours was given for. */
export interface ExternalSession extends VouchedSession {
  readonly account: Account
  readonly project: Project | null
  readonly issuedAt: number
  readonly methods: readonly string[]
}

export interface NewExternalSession extends VouchedSession {
  readonly tokenHash: string
  readonly accountId: string
  readonly projectId: string | null
  readonly issuedAt: number
  readonly methods: readonly string[]
}

/** A sign-in whose token is fetched with a code, once. */
export interface NewExternalSignIn extends VouchedSession {
  /** Of the state that it began with, which serves once. */
  readonly stateHash: string
  readonly codeHash: string
  readonly codeExpiresAt: number
  /** Until when the state could be shown again. */
  readonly forgetAt: number
  readonly accountId: string
}

/** Tokens of users who have no record here, over all accounts, as the directory is. */
export interface ExternalSessionReader {
  /** Undefined for one that is unknown, or expired at `now`. */
  find(tokenHash: string, now: number): Promise<ExternalSession | undefined>
}

export interface ExternalSessionStore extends ExternalSessionReader {
  add(session: NewExternalSession): Promise<void>
  remove(tokenHash: string): Promise<void>
  /** False: the state served before. */
  addSignIn(signIn: NewExternalSignIn): Promise<boolean>
  /** The sign-in of the code, which serves no other time. */
  takeSignIn(source: string, codeHash: string, now: number): Promise<VouchedSession | undefined>
  /** Removes at most `limit` of the tokens, and of the sign-ins, that ended before `now`; says how many, of which it was more. */
  removeExpired(now: number, limit: number): Promise<number>
}
