/** Opens one key store, in a thread that ends with it: whatever was secret in it goes with the thread's memory. */
import { parentPort, workerData } from 'node:worker_threads'
import type { KeyStoreOrder, OpenedKeyStore } from '../../domain/ports/key-store-reader.ts'
import { outcomeOfAsync } from '../thread-message.ts'
import { openKeyStore } from './open-key-store.ts'

/** Octets of their own, since a view would bring all that it is a view of. */
async function open(): Promise<OpenedKeyStore> {
  const { keyDer, certificateDer, otherDers, ...rest } = await openKeyStore(workerData as KeyStoreOrder)
  return {
    ...rest,
    keyDer: Uint8Array.from(keyDer),
    certificateDer: Uint8Array.from(certificateDer),
    otherDers: otherDers.map((der) => Uint8Array.from(der)),
  }
}

const outcome = await outcomeOfAsync(open)
// the key is handed over, not copied
parentPort?.postMessage(outcome, outcome.ok ? [outcome.result.keyDer.buffer as ArrayBuffer] : [])
