import { Buffer } from 'node:buffer'
import { StepFault } from '../domain/model/step-fault.ts'
import type { Trial } from '../domain/ports/connection.ts'

export const scratchContent: Uint8Array = new TextEncoder().encode('may be removed\n')

/** An object that is there for a try alone. Rejects with `bucket-store-failed`. */
export interface Scratch {
  /** Says where it was written, for people. */
  write(): Promise<string>
  read(): Promise<Uint8Array | undefined>
  remove(): Promise<void>
}

/** Writes it, reads it back, and takes it away whatever was read. */
export async function tryScratch(trial: Trial, scratch: Scratch, advice: string): Promise<void> {
  let isWritten = false
  try {
    await trial.step({
      name: 'write',
      advice,
      async work() {
        const place = await scratch.write()
        isWritten = true
        return `a scratch object was written${place}`
      },
    })
    await trial.step({
      name: 'read',
      advice,
      async work() {
        const content = await scratch.read()
        if (content && Buffer.compare(content, scratchContent) === 0) return 'it was read back'
        throw new StepFault('something else came back than was written, or nothing')
      },
    })
  } finally {
    if (isWritten) {
      await trial.step({
        name: 'remove',
        advice,
        async work() {
          await scratch.remove()
          return 'it was taken away again'
        },
      })
    }
  }
}
