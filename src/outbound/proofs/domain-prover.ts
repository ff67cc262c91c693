import type { DomainProver, Reading } from '../../domain/ports/domain-prover.ts'
import type { FindAddresses, OutboundRule } from '../guarded-request.ts'
import { createQuestions } from './name-server-questions.ts'
import { readFile } from './read-file.ts'
import { readTextRecords } from './read-text-records.ts'

const textPatienceMs = 15_000
const filePatienceMs = 10_000
const longestReason = 500

/** Where servers of others listen. None but a test has reason to say so otherwise. */
export interface ProofPorts {
  readonly dns: number
  readonly http: number
  readonly https: number
}

export const wellKnownPorts: ProofPorts = { dns: 53, http: 80, https: 443 }

export interface ProofSettings {
  readonly isAllowed: OutboundRule
  /** Addresses with or without ports, which need not be allowed; null for the system's. */
  readonly resolvers: readonly string[] | null
  readonly ports: ProofPorts
}

/** Looks for proofs as an authority does, from here, and goes nowhere that tenants may not send us. */
export function createDomainProver({ isAllowed, resolvers, ports }: ProofSettings): DomainProver {
  return {
    readTextRecords: (name) =>
      reading(textPatienceMs, (signal) =>
        readTextRecords(name, { isAllowed, resolvers, port: ports.dns }, signal),
      ),
    readFile: (host, path) =>
      reading(filePatienceMs, async (signal) => {
        const findAddresses = resolvers && findBy(resolvers, signal)
        return [
          await readFile(host, path, { isAllowed, ports, ...(findAddresses && { findAddresses }) }, signal),
        ]
      }),
  }
}

/** What is found there is no fault of ours. */
async function reading(
  patienceMs: number,
  read: (signal: AbortSignal) => Promise<readonly string[]>,
): Promise<Reading> {
  const signal = AbortSignal.timeout(patienceMs)
  try {
    return { isRead: true, contents: await read(signal) }
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${patienceMs / 1000} s` : reasonOf(error as Error)
    return { isRead: false, reason: reason.slice(0, longestReason) }
  }
}

/** OpenSSL tells where in its source it failed, too. */
const reasonOf = ({ message }: Error) =>
  message.replace(/^.*:SSL routines:[^:]*:([^:]*):.*$/s, 'TLS fails: $1')

const findBy =
  (resolvers: readonly string[], signal: AbortSignal): FindAddresses =>
  async (host) => {
    const addresses = await createQuestions(resolvers, signal)
      .addresses(host)
      .catch((error: Error) => {
        throw new Error(`no address of ${host} can be found: the resolver ${error.message}`)
      })
    if (addresses.length === 0) throw new Error(`${host} has no address`)
    return addresses
  }
