import type { Caller } from '../../model/caller.ts'
import { everything } from '../../model/permission/reach.ts'
import type { InstallationReaders } from '../../ports/doors.ts'
import { bindLocalDoors, type LocalDoors } from '../local/local-doors.ts'
import type { Authorities, Call, Shared, World } from '../world.ts'

/** The account of the built-in issuer's CAs: no tenant's, and no record of the directory (api-answers A20). */
export const builtInAccountId = 'b'.repeat(32)

const name = 'built-in issuer'
const boundless = Number.MAX_SAFE_INTEGER

/** It calls itself: nobody signs in as it, and what it may do is what it is written to do. */
const caller: Omit<Caller, 'requestId'> = {
  sourceAddress: 'local',
  account: {
    id: builtInAccountId,
    name,
    isEnabled: true,
    authorityQuota: boundless,
    certificateQuota: boundless,
  },
  user: {
    id: builtInAccountId,
    accountId: builtInAccountId,
    name,
    isEnabled: true,
    isAdministrator: true,
    epoch: 0,
  },
  project: null,
  method: 'token',
  accessKeyId: null,
  sessionPolicy: null,
  endsAt: Number.POSITIVE_INFINITY,
  delegate: null,
  reach: everything,
}

/** What it is made of, before the authorities themselves are there. */
export type BuiltInWorld = World & Omit<Shared, keyof Authorities | 'pusher'>

/** Its doors reach what the installation keeps about itself, too. */
export type BuiltInCall = Omit<Call, keyof LocalDoors> & LocalDoors

/** A call whose doors lead to the built-in issuer's own account, so that its CAs are made and kept as all others are. */
export function builtInCall(world: BuiltInWorld, operation: string): BuiltInCall {
  const { database, ...tools } = world
  const doors = bindLocalDoors(world, { name }, operation, builtInAccountId)
  return {
    ...tools,
    caller: { ...caller, requestId: world.random.identifier() },
    read: doors.read,
    search: <Result>(work: (stores: InstallationReaders) => Promise<Result>) =>
      database.search(builtInAccountId, work),
    write: doors.write,
  } as unknown as BuiltInCall
}
