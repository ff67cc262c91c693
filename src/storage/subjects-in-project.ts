import type { StoreBinding } from './session.ts'

/** The ids of the users, or groups, that have a role in an enterprise project: a query to stand in another one. */
export const subjectsIn = (
  { db, accountId }: StoreBinding,
  enterpriseProjectId: string,
  kind: 'user' | 'group',
) =>
  db
    .selectFrom('role_grant')
    .select('subject_id')
    .where('role_grant.account_id', '=', accountId)
    .where('subject_kind', '=', kind)
    .where('scope_kind', '=', 'enterprise-project')
    .where('scope_id', '=', enterpriseProjectId)
