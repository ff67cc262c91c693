import type { Account, Project } from '../../model/identity.ts'
import type { Call } from '../world.ts'

/** The account's projects, or the one of this name. */
export async function listProjects(call: Call, { name }: { readonly name?: string }): Promise<Project[]> {
  return call.read(({ directory }) => directory.listProjects(call.caller.account.id, name))
}

/** The accounts that the caller may choose: its own. */
export async function listAccounts(call: Call, _command: object): Promise<Account[]> {
  return [call.caller.account]
}
