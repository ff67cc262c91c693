import { type Command, Option } from 'commander'
import { type AccessFlags, readAccess } from './access.ts'
import type { Answer } from './answer.ts'
import { createAsk } from './api.ts'
import type { Noun, RemoteCommand } from './command.ts'
import { Misuse } from './faults.ts'
import { createNames } from './names.ts'
import type { Surroundings } from './surroundings.ts'
import { harmless } from './text-width.ts'

/** What every command takes beside its own. */
interface CommonFlags extends AccessFlags {
  readonly output: 'table' | 'json'
}

/** A command of the program for each verb of each noun; what the program has of a noun already stays. */
export function addNouns(program: Command, nouns: readonly Noun[], surroundings: Surroundings): void {
  for (const { name, summary, commands } of nouns) {
    const present = program.commands.find((command) => command.name() === name)
    const noun = (present ?? program.command(name)).description(summary)
    for (const command of commands) addCommand(noun, command, surroundings)
  }
}

function addCommand(noun: Command, remote: RemoteCommand, surroundings: Surroundings): void {
  const { signature, summary } = remote
  const command = noun.command(signature).description(`${summary[0]?.toLowerCase()}${summary.slice(1)}`)
  for (const [flag, text] of Object.entries(remote.required)) command.requiredOption(flag, text)
  for (const [flag, text] of Object.entries(remote.options)) command.option(flag, text)
  addCommonOptions(command)
  command.action(async () => {
    try {
      await runRemote(remote, givenTo(command), surroundings)
    } catch (error) {
      if (error instanceof Misuse) command.error(`error: ${error.message}`)
      throw error
    }
  })
}

const addCommonOptions = (command: Command) =>
  command
    .addOption(
      new Option('--output <form>', 'a table for people, or the API’s JSON')
        .choices(['table', 'json'])
        .default('table'),
    )
    .option('--endpoint <url>', 'where the server is (CHANCERY_ENDPOINT)')
    .option('--ca-file <file>', 'whom to trust over TLS, in PEM (CHANCERY_CA_FILE)')
    .option(
      '--credentials <file>',
      'who asks, and where, in the form of credentials.json (CHANCERY_CREDENTIALS; default: that of the data folder)',
    )

/** Arguments and options by the names that the signature and the flags give them. */
function givenTo(command: Command): CommonFlags {
  const values = command.opts<Record<string, unknown>>()
  const options = command.options.map((option) => [option.name(), values[option.attributeName()]])
  const words = command.registeredArguments.map((word, place) => [word.name(), command.processedArgs[place]])
  return Object.fromEntries([...options, ...words].filter(([, value]) => value !== undefined)) as CommonFlags
}

async function runRemote(
  remote: RemoteCommand,
  given: CommonFlags,
  surroundings: Surroundings,
): Promise<void> {
  const ask = createAsk(await readAccess(given, surroundings), surroundings.now)
  const { readText, readOctets, makePassword, pause } = surroundings
  const say = (line: string) => surroundings.writeWords(harmless(line))
  const tools = { ask, names: createNames(ask), readText, readOctets, makePassword, pause, say }
  const answer = await remote.run(given, tools)
  const text = await textOf(answer, given.output)
  if (text !== '') await surroundings.writeData(text)
  if (answer.words !== undefined) say(answer.words)
}

const textOf = async ({ noun, table }: Answer, output: CommonFlags['output']): Promise<string> => {
  if (output === 'table') return (await table?.()) ?? ''
  return noun === undefined ? '' : `${JSON.stringify(noun, null, 2)}\n`
}
