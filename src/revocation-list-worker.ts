/** Makes revocation lists in a thread of its own: one for each message, over a connection of its own. */
import { parentPort, workerData } from 'node:worker_threads'
import { makeRevocationList } from './crypto/make-revocation-list.ts'
import { outcomeOfAsync } from './crypto/thread-message.ts'
import { openVault } from './crypto/vault.ts'
import type { MadeRevocationList, RevocationListOrder } from './domain/ports/revocation-list-maker.ts'
import type { RevocationListMeans } from './revocation-list-thread.ts'
import { openRevokedSerials } from './storage/revoked-serials.ts'
import { stopwatch } from './system/timer.ts'

const { databaseUrl, dataKeys } = workerData as RevocationListMeans
const vault = openVault(dataKeys)

async function make(order: RevocationListOrder): Promise<MadeRevocationList> {
  const elapsedMs = stopwatch()
  const serials = await openRevokedSerials(databaseUrl)
  try {
    const made = await makeRevocationList(vault, order, (take) =>
      serials.read(order.authorityId, order.endedAfter, take),
    )
    return { ...made, tookMs: Math.ceil(elapsedMs()) }
  } finally {
    await serials.close()
  }
}

/** The list is handed over, not copied: the asking thread answers requests. */
async function answer(order: RevocationListOrder): Promise<void> {
  const outcome = await outcomeOfAsync(() => make(order))
  parentPort?.postMessage(outcome, outcome.ok ? [outcome.result.der.buffer as ArrayBuffer] : [])
}

parentPort?.on('message', (order: RevocationListOrder) => void answer(order))
