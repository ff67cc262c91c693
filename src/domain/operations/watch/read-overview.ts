import type { DueJobs } from '../../ports/job-store.ts'
import type { JournalBacklog } from '../../ports/journal-store.ts'
import type { PublishingAuthority } from '../../ports/revocation-overview.ts'
import { type BuiltInNames, readBuiltInNames } from '../built-in-issuer/built-in-names.ts'
import { jobKinds } from '../jobs/index.ts'
import type { World } from '../world.ts'

/** What the database tells of all accounts, with the time when it was asked. */
export interface Overview {
  readonly readAt: number
  readonly lists: readonly PublishingAuthority[]
  readonly builtInNames: BuiltInNames
  readonly jobs: readonly DueJobs[]
  readonly journals: JournalBacklog
}

/** A job that has been due for so long waits for more than its turn. */
const lateMs = 60_000

export async function readOverview(world: World): Promise<Overview> {
  const { database, clock } = world
  const readAt = clock.now()
  const { lists, due, journals } = await database.search('', async (stores) => ({
    lists: await stores.revocationOverview.listPublishing(readAt),
    due: await stores.jobs.countDue(readAt, readAt - lateMs),
    journals: await stores.journalOverview.backlog(),
  }))
  const jobs = jobKinds.map((kind) => due.find((one) => one.kind === kind) ?? { kind, due: 0, overdue: 0 })
  return { readAt, lists, builtInNames: await readBuiltInNames(world), jobs, journals }
}
