import { DomainError } from './errors.ts'
import type { Account, Project, User } from './identity.ts'

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
  readonly method: 'token' | 'access-key'
  /** The access key's id; null for a token. */
  readonly accessKeyId: string | null
}

/** An action of the reference's permission chapters, `pca:ca:create`; or the role that agencies need instead. */
export type Action = `${string}:${string}:${string}` | 'secu_admin'

/** Default deny. Throws `action-denied` unless the caller may do this. */
export function checkPermission({ user }: Caller, action: Action): void {
  if (user.isAdministrator) return
  throw new DomainError('action-denied', { reason: action })
}
