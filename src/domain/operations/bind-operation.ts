import type { AuditRecord, AuditSubject } from '../model/audit-record.ts'
import type { Caller } from '../model/caller.ts'
import { DomainError } from '../model/errors.ts'
import type { TenantStores } from '../ports/doors.ts'
import type { Refusals } from './audit/refusals.ts'
import type { Call, Operation, Shared, World } from './world.ts'

/** An operation as the edges get it: who, and what. */
export type BoundOperation<Command, Result> = (caller: Caller, command: Command) => Promise<Result>

/**
 * The only way from a caller to the stores. The doors that the operation gets are bound to caller, tenant and
 * operation: it can reach no other account, and writes nothing without its audit row.
 */
export function bindOperation<Command, Result>(
  world: World & Shared,
  refusals: Refusals,
  name: string,
  operation: Operation<Command, Result>,
): BoundOperation<Command, Result> {
  const { database, ...tools } = world

  return async (caller, command) => {
    const accountId = caller.account.id
    const call: Call = {
      ...tools,
      caller,
      read: (work) => database.read(accountId, work),
      search: (work) => world.searchTurns.take(accountId, () => database.search(accountId, work)),
      write: (work) =>
        database.write(accountId, async (stores) => {
          const told: AuditSubject[] = []
          const result = await work(stores satisfies TenantStores, (subject) => told.push(subject))
          if (told.length === 0) throw new Error(`${name} does not tell what it changes`)
          for (const subject of told) await stores.audit.append(recordOf(world, caller, name, subject))
          return result
        }),
    }
    try {
      return await operation(call, command)
    } catch (error) {
      if (error instanceof DomainError)
        refusals.record({ origin: caller, caller, operation: name, code: error.code })
      throw error
    }
  }
}

function recordOf(
  { clock, digest }: World,
  caller: Caller,
  operation: string,
  { kind, id, before, after }: AuditSubject,
): AuditRecord {
  return {
    at: clock.now(),
    accountId: caller.account.id,
    userId: caller.user.id,
    method: caller.delegate ? `${caller.method} of ${caller.delegate.userId}` : caller.method,
    accessKeyId: caller.accessKeyId,
    sourceAddress: caller.sourceAddress,
    requestId: caller.requestId,
    operation,
    objectKind: kind,
    objectId: id,
    result: 'success',
    beforeDigest: before === undefined ? null : digest.of(before),
    afterDigest: after === undefined ? null : digest.of(after),
    count: 1,
  }
}
