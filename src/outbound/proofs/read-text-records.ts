import { findZoneServers, type ZoneServer, type ZoneServerSettings } from './zone-servers.ts'

/** A name that is proven elsewhere takes one alias; some take two or three. */
const mostNames = 8

/**
 * The TXT records of a name: all that any of its zone's servers has, so that what a secondary got late is no matter.
 * An alias is followed to the servers of the zone where it leads. Throws an Error that says why nothing can be told.
 */
export async function readTextRecords(
  name: string,
  settings: ZoneServerSettings,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const names = new Set([canonical(name)])
  const contents = new Set<string>()
  let isCircle = false
  // a set hands out what is added to it meanwhile
  for (const current of names) {
    if (names.size > mostNames) throw new Error(`${name} leads through more than ${mostNames} aliases`)
    const answers = await askAll(await findZoneServers(current, settings, signal), current)
    for (const text of answers.flatMap(({ texts }) => texts)) contents.add(text)
    for (const alias of new Set(answers.flatMap(({ aliases }) => aliases.map(canonical)))) {
      isCircle ||= names.has(alias)
      names.add(alias)
    }
  }
  if (isCircle && contents.size === 0) throw new Error(`the aliases of ${name} lead in a circle`)
  return [...contents]
}

const canonical = (name: string) => name.toLowerCase().replace(/\.$/, '')

interface ServerAnswer {
  readonly texts: readonly string[]
  readonly aliases: readonly string[]
}

/** What those say that answer; when none does, why not. */
async function askAll(servers: readonly ZoneServer[], name: string): Promise<readonly ServerAnswer[]> {
  const outcomes = await Promise.allSettled(servers.map((server) => askServer(server, name)))
  const answers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  if (answers.length > 0) return answers
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [(outcome.reason as Error).message] : [],
  )
  throw new Error(`no server of ${name} answers: ${reasons.join('; ')}`)
}

/** An alias has no records of its own, so what a server adds to it from another zone is nothing that it knows. */
async function askServer({ questions, label }: ZoneServer, name: string): Promise<ServerAnswer> {
  const [aliases, texts] = await Promise.allSettled([questions.aliases(name), questions.texts(name)])
  if (aliases.status === 'fulfilled' && aliases.value.length > 0) return { aliases: aliases.value, texts: [] }
  if (texts.status === 'fulfilled') return { aliases: [], texts: texts.value }
  throw new Error(`${label} ${(texts.reason as Error).message}`)
}
