import { DomainError } from '../../model/errors.ts'
import type { Trial } from '../../ports/connection.ts'
import type { Call } from '../world.ts'
import type { Connection } from './connection.ts'
import { connectionsOf } from './connections.ts'
import { runTrial, type Tried } from './run-trial.ts'

export interface TryConnectionCommand {
  readonly id: string
  /** Who gets a mail. */
  readonly recipient?: string
}

/**
 * Really tries a place outside, now, and tells what was found, whatever that is. Several at the same time do not disturb each
 * other: what a try writes has a name of its own. Throws `connection-not-found`, and `parameter-invalid` for a recipient
 * where nothing is sent.
 */
export async function tryConnection(call: Call, { id, recipient }: TryConnectionCommand): Promise<Tried> {
  const connection = connectionsOf(call).find((one) => one.id === id)
  if (!connection) throw new DomainError('connection-not-found')
  const tried = await runTrial(call.timer, call.settings.tryPatienceMs, wayOf(connection, recipient))
  await call.write(async (_stores, tell) => tell({ kind: 'connection', id, after: tried }))
  return tried
}

function wayOf(connection: Connection, recipient: string | undefined): (trial: Trial) => Promise<void> {
  if (recipient === undefined) return (trial) => connection.try(trial)
  const { tryWith } = connection
  if (!tryWith)
    throw new DomainError('parameter-invalid', { parameter: 'recipient', reason: 'gets nothing from there' })
  return (trial) => tryWith(trial, recipient)
}
