import { lastPosition } from '../../model/audit-block.ts'
import type { JobHandler } from '../jobs/run-due-jobs.ts'
import type { World } from '../world.ts'

export const feedSinkJob = 'feed-audit-sink'

const recordsPerDelivery = 200

/**
 * Sends a sink what was sealed since its last delivery. Its place moves after it has the records, so a delivery that was
 * interrupted comes twice: their positions tell receivers which they have. A failure puts the job off, longer each time.
 */
export const feedSink: JobHandler = async (world, held) => {
  const sink = world.auditSinks.find(({ name }) => name === held.job.subject)
  if (!sink) return undefined
  for (;;) {
    const records = await world.database.search('', async ({ trail }) =>
      trail.listRecords(await trail.sinkPosition(sink.name), recordsPerDelivery),
    )
    const last = records.at(-1)
    if (!last) return undefined
    await held.confirm()
    try {
      await sink.deliver(records)
    } catch (cause) {
      throw new Error(`the audit sink ${sink.name}: ${(cause as Error).message}`, { cause })
    }
    await held.record('', ({ trail }) => trail.setSinkPosition(sink.name, last.position))
  }
}

/** Has sinks fed that are behind. One that is being fed, or put off, stays as it is. */
export async function askForFeeding({ database, auditSinks, clock }: World): Promise<void> {
  if (auditSinks.length === 0) return
  const behind = await database.read('', async ({ trail }) => {
    const end = await trail.lastBlock()
    const names: string[] = []
    for (const { name } of auditSinks) {
      if (end && (await trail.sinkPosition(name)) < lastPosition(end)) names.push(name)
    }
    return names
  })
  if (behind.length === 0) return
  await database.write('', async ({ jobs }) => {
    for (const name of behind) await jobs.enqueueOnce(feedSinkJob, name, clock.now())
  })
}
