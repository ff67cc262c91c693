import type { StoreBinding } from './session.ts'

/** A user or an agency leaves with everything that makes it known: tokens, keys, memberships, grants. */
export async function removeSubject(
  { db, accountId, locksRows }: StoreBinding,
  kind: 'user' | 'agency',
  id: string,
): Promise<void> {
  // nothing more is made for it: a token that another write is about to add waits for the end, and is refused
  if (locksRows) await db.selectFrom('account_user').select('id').where('id', '=', id).forUpdate().execute()
  await db.deleteFrom('token').where('user_id', '=', id).execute()
  await db.deleteFrom('access_key').where('user_id', '=', id).execute()
  await db.deleteFrom('group_member').where('user_id', '=', id).execute()
  await db
    .deleteFrom('role_grant')
    .where('account_id', '=', accountId)
    .where('subject_kind', '=', kind)
    .where('subject_id', '=', id)
    .execute()
  await db.deleteFrom('delegation').where('user_id', '=', id).execute()
  await db.deleteFrom('account_user').where('id', '=', id).where('account_id', '=', accountId).execute()
}
