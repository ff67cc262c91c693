import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'

/** Two tries, the second of them longer: under 5 s, and canceled at 5. */
const tries = { timeout: 2_000, maxTimeout: 2_500, tries: 2 }
const patienceMs = 5_000

/** Questions to name servers. None of a kind is an empty answer; throws an Error that says why there is no answer. */
export interface Questions {
  /** The strings of one record are joined, as mail does it (RFC 7208 §3.3). */
  texts(name: string): Promise<readonly string[]>
  aliases(name: string): Promise<readonly string[]>
  nameServers(name: string): Promise<readonly string[]>
  /** Of both versions; one that fails is not missed where the other answers. */
  addresses(name: string): Promise<readonly LookupAddress[]>
}

/** `servers`: addresses with or without ports; null for those of the system. The signal ends all of it. */
export function createQuestions(servers: readonly string[] | null, signal: AbortSignal): Questions {
  const ask = <Found>(question: (resolver: Resolver) => Promise<readonly Found[]>) =>
    askOnce(servers, signal, question)
  return {
    texts: async (name) =>
      (await ask((resolver) => resolver.resolveTxt(name))).map((strings) => strings.join('')),
    aliases: (name) => ask((resolver) => resolver.resolveCname(name)),
    nameServers: (name) => ask((resolver) => resolver.resolveNs(name)),
    async addresses(name) {
      const [fourth, sixth] = await Promise.allSettled([
        ask((resolver) => resolver.resolve4(name)),
        ask((resolver) => resolver.resolve6(name)),
      ])
      if (fourth.status === 'rejected' && sixth.status === 'rejected') throw fourth.reason
      const found = (version: PromiseSettledResult<readonly string[]>, family: 4 | 6) =>
        version.status === 'fulfilled' ? version.value.map((address) => ({ address, family })) : []
      return [...found(fourth, 4), ...found(sixth, 6)]
    },
  }
}

/** A resolver of its own for each question, since it can only be canceled whole. */
async function askOnce<Found>(
  servers: readonly string[] | null,
  signal: AbortSignal,
  question: (resolver: Resolver) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const resolver = new Resolver(tries)
  if (servers) resolver.setServers(servers)
  const end = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  const cancel = () => resolver.cancel()
  end.addEventListener('abort', cancel)
  try {
    const answer = question(resolver)
    if (end.aborted) cancel()
    return await answer
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw new Error(failures[code] ?? `answers nothing of use (${code})`, { cause: code })
  } finally {
    end.removeEventListener('abort', cancel)
  }
}

const failures: Readonly<Record<string, string>> = {
  ETIMEOUT: 'does not answer in time',
  ECANCELLED: 'does not answer in time',
  ECONNREFUSED: 'can not be reached',
  ESERVFAIL: 'answers SERVFAIL',
  EREFUSED: 'answers REFUSED',
  ENOTIMP: 'answers NOTIMP',
  EBADNAME: 'is asked for what is no name',
}

/** Whether a server has not failed, but does not do such questions. */
export const isUnwilling = (error: unknown): boolean =>
  ['ENOTIMP', 'EREFUSED'].includes(String((error as Error).cause))
