import type { AuditSubject } from '../../model/audit-record.ts'
import type { InstallationReaders, InstallationStores, Tell } from '../../ports/doors.ts'
import { systemRecord } from '../audit/system-record.ts'
import type { World } from '../world.ts'

/** Who acts on the machine itself, with the rights of its operating system and none of ours. */
export interface LocalCaller {
  /** As the operating system calls the user. */
  readonly name: string
}

/** How the trail calls who acted on the machine. */
export const operatorMethod = ({ name }: LocalCaller): string => `operator ${name}`

/** The doors of one local act, over all accounts. What is written commits with the audit record of what is told. */
export interface LocalDoors {
  readonly read: <Result>(work: (stores: InstallationReaders) => Promise<Result>) => Promise<Result>
  readonly write: <Result>(
    work: (stores: InstallationStores, tell: Tell) => Promise<Result>,
  ) => Promise<Result>
}

/** What recording a local act takes. */
export type LocalWorld = Pick<World, 'database' | 'clock' | 'random' | 'digest'>

/**
 * Binds doors to a local act, `bindOperation`'s way: nothing is written that the trail does not tell of. `accountId`:
 * whose the act is; empty for what is the installation's.
 */
export function bindLocalDoors(
  world: LocalWorld,
  caller: LocalCaller,
  operation: string,
  accountId = '',
): LocalDoors {
  const { database } = world
  const recordOf = (subject: AuditSubject) =>
    systemRecord(world, accountId || null, { ...subject, method: operatorMethod(caller), operation })
  return {
    read: (work) => database.read(accountId, work),
    write: (work) =>
      database.write(accountId, async (stores) => {
        const told: AuditSubject[] = []
        const result = await work(stores, (subject) => told.push(subject))
        if (told.length === 0) throw new Error(`${operation} does not tell what it changes`)
        for (const subject of told) await stores.audit.append(recordOf(subject))
        return result
      }),
  }
}
