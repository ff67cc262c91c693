import { defaultEnterpriseProject } from '../../model/identity.ts'
import { listedObjects, type ResourceNoun } from '../../model/permission/policy-object.ts'
import { isSettled, judge } from '../../model/permission/reach.ts'
import type { Call } from '../world.ts'

/**
 * The filter of a list with the enterprise projects that it may show: the one that was asked for, or all, as far as
 * the caller's grants reach. Without a limit there is no condition, which is what lists are fastest with.
 */
export async function narrowToVisible<Filter extends object>(
  call: Call,
  { service, kind }: ResourceNoun,
  filter: Filter,
  asked?: string,
): Promise<Filter & { readonly enterpriseProjectIds?: readonly string[] }> {
  const { reach, account } = call.caller
  if (isSettled(reach)) return asked === undefined ? filter : { ...filter, enterpriseProjectIds: [asked] }
  const candidates = asked === undefined ? await allProjects(call) : [asked]
  return {
    ...filter,
    enterpriseProjectIds: candidates.filter(
      (id) => judge(reach, listedObjects(service, account.id, kind, id)).isAllowed,
    ),
  }
}

async function allProjects(call: Call): Promise<string[]> {
  const own = await call.read(({ enterpriseProjects }) => enterpriseProjects.list({}))
  return [defaultEnterpriseProject.id, ...own.map(({ id }) => id)]
}
