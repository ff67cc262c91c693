import { successionOctets } from '../../model/audit-key-succession.ts'
import type { TrailSigner } from '../../ports/trail-signer.ts'
import type { LocalDoors } from '../local/local-doors.ts'

/** The end of the trail moves once a second where much is done; each try takes some milliseconds. */
const mostTries = 10

/**
 * Gives the trail another signing key, which the present one vouches for in its last signature; its private half is
 * then erased. Yields the ids of both. Throws an Error of one line where the trail has no key yet, or one that
 * sealed nothing.
 */
export async function replaceTrailKey(
  { read, write }: LocalDoors,
  trailSigner: TrailSigner,
  now: () => number,
): Promise<{ readonly keyId: string; readonly formerKeyId: string }> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { former, end } = await read(async ({ trail }) => ({
      former: await trail.lastKey(),
      end: await trail.lastBlock(),
    }))
    if (!former) throw new Error('the audit trail has no key yet: it gets one with the first record')
    // two that vouch for each other at one block could be told in no order
    if (end?.keyId !== former.id) {
      throw new Error(
        'the present key has sealed nothing yet: let the server seal a record first, then try again',
      )
    }
    const made = trailSigner.makeKey()
    const succession = { keyId: made.id, formerKeyId: former.id, afterBlock: end.number }
    const signature = trailSigner.sign(former, successionOctets(succession))
    const isDone = await write(async ({ trail }, tell) => {
      const present = await trail.lockEnd()
      const key = await trail.lockKey()
      tell({ kind: 'audit-key', id: made.id })
      if (key?.id !== former.id || present?.number !== end?.number) throw new EndMoved()
      await trail.replaceKey(made, { ...succession, signature }, now())
      return true
    }).catch(isEndMoved)
    if (isDone) return { keyId: made.id, formerKeyId: former.id }
  }
  throw new Error('the audit trail grew each time its key was to be replaced: try again')
}

/** A block was added between what was read and the write; nothing is written. */
class EndMoved extends Error {
  override readonly name = 'EndMoved'
}

function isEndMoved(error: unknown): false {
  if (error instanceof EndMoved) return false
  throw error
}
