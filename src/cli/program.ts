import { Command } from 'commander'
import { type AuditCommands, addAuditCommand } from './audit-command.ts'
import { addBackupCommands, type BackupCommands } from './backup-command.ts'
import { addDoctorCommand, type Doctor } from './doctor-command.ts'
import { addKeyCommands, type KeyCommands } from './key-commands.ts'
import { addNouns } from './remote/add-nouns.ts'
import { nouns } from './remote/nouns/index.ts'
import type { Surroundings } from './remote/surroundings.ts'
import { addRevocationCommands, type RevocationCommands } from './revocation-commands.ts'

/** A setting as the command line shows it. */
export interface FlagDescription {
  readonly name: string
  readonly description: string
  readonly variable: string
  readonly fallback?: string
}

export interface ProgramParts {
  readonly version: string
  readonly flags: readonly FlagDescription[]
  /** Runs the server until it is told to stop; `given` holds the flags that were set, by name. */
  readonly serve: (given: Readonly<Record<string, string>>) => Promise<void>
  readonly doctor: Doctor
  readonly audit: AuditCommands
  readonly backups: BackupCommands
  readonly keys: KeyCommands
  readonly revocation: RevocationCommands
  /** Of the commands that ask a server. */
  readonly surroundings: Surroundings
}

const examples = `
Examples:
  $ chancery serve
  $ CHANCERY_LISTEN=https://10.0.0.5:8443 chancery serve --data-dir /var/lib/chancery
  $ chancery serve --config /etc/chancery.json --log-level debug
`

/** The command line: data goes to stdout, words to stderr; misuse ends in 2. */
export function createProgram(parts: ProgramParts): Command {
  const { version, flags, serve, doctor, audit, backups, keys, revocation, surroundings } = parts
  const program = new Command('chancery')
    .description('A self-hosted certificate manager that speaks the Huawei Cloud CCM API.')
    .version(version)
    .showSuggestionAfterError()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'chancery: ')) })
    .exitOverride()

  const serveCommand = program.command('serve').description('run the server').addHelpText('before', examples)
  const read = addSettings(serveCommand, flags)
  serveCommand.action(() => serve(read()))
  addDoctorCommand(program, doctor, (command) => addSettings(command, flags))
  addAuditCommand(program, audit)
  addBackupCommands(program, backups)
  addKeyCommands(program, keys)
  addRevocationCommands(program, revocation)
  addNouns(program, nouns, surroundings)
  return program
}

/** Every setting as a flag; the answer tells what was set. */
function addSettings(command: Command, flags: readonly FlagDescription[]): () => Record<string, string> {
  command.option('--config <file>', 'JSON file with settings in snake_case (CHANCERY_CONFIG)')
  for (const { name, description, variable, fallback } of flags) {
    const suffix = fallback === undefined || fallback === '' ? '' : `; default ${fallback}`
    command.option(`--${name} <value>`, `${description} (${variable}${suffix})`)
  }
  return () => givenFlags(command, flags)
}

/** Commander keeps options in camelCase; settings keep their own names. */
function givenFlags(command: Command, flags: readonly FlagDescription[]): Record<string, string> {
  const options = command.opts<Record<string, string>>()
  const given: Record<string, string> = {}
  for (const name of ['config', ...flags.map((flag) => flag.name)]) {
    const value = options[name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())]
    if (value !== undefined) given[name] = value
  }
  return given
}
