import { type ApiClient, createClient } from '../api/client.ts'
import { createRunningClock } from '../api/test-clock.ts'
import {
  chancery,
  credentialsIn,
  type Environment,
  freePorts,
  type Program,
  run,
  stop,
} from '../start-up/program.ts'

/** What `killed-at.ts` does otherwise than the product. */
export interface Conditions {
  /** Where the signal meets it, when it comes there so many times (1). */
  readonly step?: string
  readonly time?: number
  readonly signal?: 'SIGKILL' | 'SIGSTOP'
  readonly jobHoldMs?: number
  readonly aheadMs?: number
  /** Where sites listen that proofs are looked for at. */
  readonly httpPort?: number
  /** A release whose schema has one migration more. */
  readonly isNextRelease?: boolean
}

/** A server in a process of its own, on plain HTTP, with lists and OCSP on the same port. */
export interface Node {
  readonly base: string
  /** The first administrator's. */
  readonly api: ApiClient
  readonly program: Program
}

export const newBase = async (): Promise<string> => `http://127.0.0.1:${await freePorts()}`

/** The real program; with conditions the one that is made to fail. `credentials`: the folder of the first start. */
export async function startNode(
  base: string,
  environment: Environment & { readonly CHANCERY_DATA_DIR: string },
  conditions?: Conditions,
  credentials = environment.CHANCERY_DATA_DIR,
): Promise<Node> {
  const settings = { CHANCERY_LISTEN: base, ...environment }
  const program = await ready(conditions ? failing(settings, conditions) : chancery(['serve'], settings))
  const { access_key: accessKey, secret_key: secretKey } = credentialsIn(credentials)
  const clock = createRunningClock()
  clock.advance(conditions?.aheadMs ?? 0)
  return { base, program, api: createClient(base, { accessKey, secretKey }, clock) }
}

/** How fast a start is, is for others to judge; here several servers and a database start beside each other. */
const startedWithinMs = 40_000

async function ready(program: Program): Promise<Program> {
  try {
    await program.said(/ready on/, startedWithinMs)
    return program
  } catch (error) {
    // left alone it would keep the run from its end
    await stop(program, 'SIGKILL')
    throw error
  }
}

const failing = (settings: Environment, conditions: Conditions): Program =>
  run(process.execPath, ['test/faults/killed-at.ts', JSON.stringify(conditions)], settings)
