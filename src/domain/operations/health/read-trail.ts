import { lastPosition } from '../../model/audit-block.ts'
import { parseCheckpoint } from '../../model/checkpoint.ts'
import type { TrailStanding } from '../../model/health/observations.ts'
import { hashOf } from '../audit/add-block.ts'
import type { World } from '../world.ts'

/** How far the audit trail is sealed, sent and kept elsewhere. Sinks are told by their place, since their names may hold secrets. */
export async function readTrail(world: World): Promise<TrailStanding> {
  const { database, auditSinks } = world
  const stored = await database.search('', async ({ trail, healthOverview }) => {
    const end = await trail.lastBlock()
    const last = end ? lastPosition(end) : 0
    const sinks: { place: string; behind: number }[] = []
    for (const [place, { name }] of auditSinks.entries()) {
      const behind = Math.max(0, last - (await trail.sinkPosition(name)))
      sinks.push({ place: `${place + 1} of CHANCERY_AUDIT_SINKS`, behind })
    }
    return {
      unsealed: await trail.countUnsealed(),
      oldestUnsealedAt: await healthOverview.oldestUnsealedAt(),
      lastSealedAt: end?.sealedAt ?? null,
      lastPosition: last,
      lastBlock: end?.number ?? 0,
      sinks,
    }
  })
  return { ...stored, checkpoint: await readCheckpoint(world) }
}

async function readCheckpoint(world: World): Promise<TrailStanding['checkpoint']> {
  const text = await world.checkpoints.read()
  if (text === undefined) return null
  try {
    const { block } = parseCheckpoint(text, hashOf(world))
    return { block: block.number, sealedAt: block.sealedAt }
  } catch {
    return 'unreadable'
  }
}
