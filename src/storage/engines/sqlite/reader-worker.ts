/** The entry of a reading thread: answers statements over a connection of its own, one after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { openSearcher } from './open-connection.ts'
import type { AnswerMessage, StatementMessage } from './reader-protocol.ts'

const connection = openSearcher(workerData as string)

function answer({ number, sql, parameters }: StatementMessage): AnswerMessage {
  try {
    return { number, rows: connection.run(sql, parameters).rows }
  } catch (error) {
    return { number, error }
  }
}

parentPort?.on('message', (message: StatementMessage) => {
  parentPort?.postMessage(answer(message))
})
