import type { Account, Delegate, Project, User } from './identity.ts'
import type { Policy } from './permission/policy.ts'
import type { Reach } from './permission/reach.ts'

/** From where and as part of which request; goes into the audit trail. */
export interface RequestOrigin {
  readonly requestId: string
  /** The client's address, behind trusted proxies the one they name. */
  readonly sourceAddress: string
}

/** Who asks: an authenticated user of an account. */
export interface Caller extends RequestOrigin {
  readonly account: Account
  readonly user: User
  readonly project: Project | null
  /** The project that the call itself names: grants on others do not count for it (api-answers A42). */
  readonly enteredProjectId?: string
  readonly method: 'token' | 'access-key'
  /** The access key's id; null for a token. */
  readonly accessKeyId: string | null
  /** What a temporary key was narrowed to when it was taken; null where nothing narrows it. */
  readonly sessionPolicy: Policy | null
  /** When the credential ends, and what is taken with it; infinity for a permanent key. */
  readonly endsAt: number
  /** Who acts as the agency that the user is; null for everybody else. */
  readonly delegate: Delegate | null
  /** On what the caller may do what it asks for; `nothing` until that was looked up. */
  readonly reach: Reach
}

/**
 * An action of the reference's permission chapters, `pca:ca:create`; the role that agencies need instead; or what only
 * administrators of the account may do that the installation began with.
 */
export type Action = `${string}:${string}:${string}` | 'secu_admin' | 'installation'

/** What an operation asks of its caller. */
export interface Requirement {
  readonly action: Action
  /** Suffices as well, as long as it is not known which of the two is to be done. */
  readonly orAction?: Action
  /** `object`: one resource is asked about when it is known which. `list`: resources are left out one by one. */
  readonly about?: 'object' | 'list'
  /** The caller may do it to itself without the action; the operation looks whether it is. */
  readonly isOwnAllowed?: boolean
}

/** Whether the key is a temporary one: nothing that lasts longer may be made with it. */
export const isTemporaryKey = ({ method, endsAt }: Caller): boolean =>
  method === 'access-key' && Number.isFinite(endsAt)
