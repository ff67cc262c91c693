import type { StoreBinding } from './session.ts'

/** What an account has a bounded number of, but for users: their table holds agencies too. */
type Counted = 'user_group' | 'role' | 'delegation' | 'project' | 'enterprise_project'

/** How many rows of the account a table holds; see `holdAccount`. */
export async function countInAccount(binding: StoreBinding, table: Counted): Promise<number> {
  await holdAccount(binding)
  const { count } = await binding.db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', binding.accountId)
    .executeTakeFirstOrThrow()
  return count
}

/**
 * A write that counts keeps others of the account from counting until it ends, so that no two take the last place.
 * Rows that refer to the account are added meanwhile as ever.
 */
export async function holdAccount({ db, accountId, locksRows }: StoreBinding): Promise<void> {
  if (!locksRows) return
  await db.selectFrom('account').select('id').where('id', '=', accountId).forNoKeyUpdate().execute()
}
