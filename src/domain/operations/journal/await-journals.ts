import type { JournalOwner } from '../../ports/journal-store.ts'
import { systemRecord } from '../audit/system-record.ts'
import { revocationJobs, subjectOf } from '../revocation/job-subject.ts'
import type { World } from '../world.ts'

/** What a restore leaves in the installation's values, and which of those was heeded. */
const restoredAt = 'restored-at'
const heeded = 'restored-at-heeded'

/** CAs at a time that are asked to be read back. */
const page = 1000

type AwaitingWorld = Pick<World, 'database' | 'clock' | 'random' | 'digest'>

/**
 * After a restore no CA signs until its journal was read back: asked at the start, before anything is served. Heeds each
 * restore once.
 */
export async function awaitRestoredJournals(world: AwaitingWorld): Promise<void> {
  const { database, clock } = world
  const isNew = await database.write('', async (stores) => {
    const mark = await stores.installation.findValue(restoredAt)
    const before = await stores.installation.findValue(heeded)
    if (!mark || (before && Buffer.compare(mark, before) === 0)) return false
    await stores.journals.awaitAll(clock.now())
    await stores.installation.setValue(heeded, mark)
    const act = { method: 'restore', operation: 'awaitRestoredJournals', kind: 'installation', id: null }
    await stores.audit.append(systemRecord(world, null, act))
    return true
  })
  if (isNew) await askForReadingBack(world)
}

/** Asked again at each start: a process may have ended in between. */
export async function askForReadingBack({ database, clock }: AwaitingWorld): Promise<void> {
  let last = ''
  for (;;) {
    const owners = await database.read('', ({ journalOverview }) => journalOverview.listAwaited(last, page))
    if (owners.length === 0) return
    await database.write('', async ({ jobs }) => {
      for (const owner of owners)
        await jobs.enqueueOnce(revocationJobs.readBack, subjectOf(owner), clock.now())
    })
    last = owners.at(-1)?.authorityId ?? ''
  }
}

/** The bucket knows more than this database: from here on the CA signs nothing until that is read back. */
export async function awaitJournal(world: AwaitingWorld, owner: JournalOwner): Promise<void> {
  const { accountId, authorityId } = owner
  await world.database.write(accountId, async ({ journals, jobs, audit }) => {
    if ((await journals.find(authorityId))?.awaitedSince != null) return
    await journals.await(authorityId, world.clock.now())
    await jobs.enqueue(revocationJobs.readBack, subjectOf(owner), world.clock.now())
    const act = { method: 'restore', operation: 'awaitJournal', kind: 'authority', id: authorityId }
    await audit.append(systemRecord(world, accountId, act))
  })
}
