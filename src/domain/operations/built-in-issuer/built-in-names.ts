import type { World } from '../world.ts'
import { builtInAccountId } from './built-in-call.ts'

/** Of each of the built-in issuer's CAs, by its id: no operation shows them, so that their ids tell nobody anything. */
export type BuiltInNames = ReadonlyMap<string, string>

/** More than there are: one for each brand, and their root. */
const mostAuthorities = 100

export async function readBuiltInNames({
  database,
  clock,
}: Pick<World, 'database' | 'clock'>): Promise<BuiltInNames> {
  const page = { sortKey: 'create_time', direction: 'ascending', limit: mostAuthorities, offset: 0 } as const
  const { items } = await database.search(builtInAccountId, ({ authorities }) =>
    authorities.list({}, page, clock.now()),
  )
  return new Map(items.map(({ id, subject }) => [id, subject.commonName]))
}

/** With its name, where it is one of these. */
export function withBuiltInName<One extends { readonly authorityId: string }>(
  one: One,
  names: BuiltInNames,
): One & { readonly builtInName?: string } {
  const builtInName = names.get(one.authorityId)
  return builtInName === undefined ? one : { ...one, builtInName }
}
