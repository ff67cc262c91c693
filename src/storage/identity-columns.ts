import type { AccessKey, Account, Delegate, Project, User } from '../domain/model/identity.ts'
import { parsePolicy } from '../domain/model/permission/parse-policy.ts'
import type { Session } from '../domain/ports/directory-store.ts'
import type { Flag } from './flag.ts'

/** Columns of the directory under names of their own, so that joins can hold several tables. */
export const accountColumns = [
  'account.id as account_id',
  'account.name as account_name',
  'account.is_enabled as account_is_enabled',
  'account.authority_quota as authority_quota',
  'account.certificate_quota as certificate_quota',
] as const

export const userColumns = [
  'account_user.id as user_id',
  'account_user.account_id as user_account_id',
  'account_user.name as user_name',
  'account_user.is_enabled as user_is_enabled',
  'account_user.is_administrator as is_administrator',
  'account_user.epoch as epoch',
] as const

export const projectColumns = [
  'project.id as project_id',
  'project.name as project_name',
  'project.description as project_description',
  'project.is_enabled as project_is_enabled',
] as const

export const accessKeyColumns = [
  'access_key.id as access_key_id',
  'access_key.user_id as access_key_user_id',
  'access_key.is_enabled as access_key_is_enabled',
] as const

export const sessionColumns = [
  'access_key.epoch as session_epoch',
  'access_key.expires_at as session_expires_at',
  'access_key.security_token_hash as security_token_hash',
  'access_key.session_policy as session_policy',
  'access_key.delegate_id as delegate_id',
  'access_key.delegate_epoch as delegate_epoch',
] as const

interface AccountColumns {
  account_id: string
  account_name: string
  account_is_enabled: Flag
  authority_quota: number | null
  certificate_quota: number | null
}

interface UserColumns {
  user_id: string
  user_account_id: string
  user_name: string
  user_is_enabled: Flag
  is_administrator: Flag
  epoch: number
}

interface ProjectColumns {
  project_id: string | null
  project_name: string | null
  project_description: string | null
  project_is_enabled: Flag | null
}

interface AccessKeyColumns {
  access_key_id: string
  access_key_user_id: string
  access_key_is_enabled: Flag
}

export const accountOf = (row: AccountColumns): Account => ({
  id: row.account_id,
  name: row.account_name,
  isEnabled: row.account_is_enabled === 1,
  authorityQuota: row.authority_quota,
  certificateQuota: row.certificate_quota,
})

export const userOf = (row: UserColumns): User => ({
  id: row.user_id,
  accountId: row.user_account_id,
  name: row.user_name,
  isEnabled: row.user_is_enabled === 1,
  isAdministrator: row.is_administrator === 1,
  epoch: row.epoch,
})

/** Null where an outer join found none. */
export const projectOf = (row: ProjectColumns): Project | null =>
  row.project_id === null || row.project_name === null
    ? null
    : {
        id: row.project_id,
        name: row.project_name,
        description: row.project_description ?? '',
        isEnabled: row.project_is_enabled === 1,
      }

export const accessKeyOf = (row: AccessKeyColumns): AccessKey => ({
  id: row.access_key_id,
  userId: row.access_key_user_id,
  isEnabled: row.access_key_is_enabled === 1,
})

interface SessionColumns extends DelegateColumns {
  session_epoch: number | null
  session_expires_at: number | null
  security_token_hash: string | null
  session_policy: string | null
}

/** Null for a permanent key. */
export function sessionOf(row: SessionColumns): Session | null {
  const { session_epoch: epoch, session_expires_at: expiresAt, security_token_hash: securityTokenHash } = row
  if (epoch === null || expiresAt === null || securityTokenHash === null) return null
  const policy = row.session_policy === null ? null : parsePolicy(JSON.parse(row.session_policy), 'policy')
  return { epoch, expiresAt, securityTokenHash, policy, delegate: delegateOf(row) }
}

interface DelegateColumns {
  delegate_id: string | null
  delegate_epoch: number | null
}

/** Null where nobody acts for another account. */
export const delegateOf = ({
  delegate_id: userId,
  delegate_epoch: epoch,
}: DelegateColumns): Delegate | null => (userId === null || epoch === null ? null : { userId, epoch })
