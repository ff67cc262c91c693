import type { Account } from '../../model/identity.ts'
import type { IdentityWorld } from '../identity/identity-world.ts'

/** The account that a rule names; undefined where there is none of this name now. */
export async function accountNamed(
  { accounts, database }: IdentityWorld,
  name: string | undefined,
): Promise<Account | undefined> {
  if (name === undefined) return undefined
  const load = () => database.read('', ({ directory }) => directory.findAccount({ name }))
  const cached = await accounts.get(name, load, ({ id }) => id)
  return cached?.value
}
