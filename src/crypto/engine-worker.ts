/** The engine in a thread of its own: a message carries a batch of tasks, and so does the answer. */
import { parentPort, workerData } from 'node:worker_threads'
import { Engine } from './engine.ts'
import type { EngineTask } from './engine-task.ts'
import { outcomeOf } from './thread-message.ts'
import { type DataKeys, openVault } from './vault.ts'

const engine = new Engine(openVault(workerData as DataKeys))

parentPort?.on('message', (tasks: readonly EngineTask[]) => {
  parentPort?.postMessage(tasks.map((task) => outcomeOf(() => engine.perform(task))))
})
