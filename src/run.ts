import { CommanderError } from 'commander'
import { type CommandAnswer, showCheckpoint, verifyStoredTrail } from './audit-commands.ts'
import { createProgram } from './cli/program.ts'
import { compose } from './compose.ts'
import { loadConfig } from './config/load-config.ts'
import { settingNames, settings, variableOf } from './config/settings.ts'
import { linesOf } from './start-fault.ts'
import { createLog } from './system/log.ts'
import { version } from './version.ts'

/** Runs until SIGTERM or SIGINT; two of them are one. */
async function serve(flags: Readonly<Record<string, string>>): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    process.on('SIGTERM', () => resolve())
    process.on('SIGINT', () => resolve())
  })
  const config = configOf(flags)
  const log = createLog(config.logLevel)
  const product = await compose(config, log)
  await stopped
  log.info('stopping')
  await product.close()
}

/** Data to stdout, words to stderr; what is not as it should be ends in 1. */
function tell({ data, words, isRight }: CommandAnswer): void {
  process.stdout.write(data)
  for (const line of words) process.stderr.write(`chancery: ${line}\n`)
  if (!isRight) process.exitCode = 1
}

const configOf = (flags: Readonly<Record<string, string>>) => loadConfig({ flags, environment: process.env })

const audit = {
  verify: async (given: Readonly<Record<string, string>>, checkpoints: readonly string[]) =>
    tell(await verifyStoredTrail(configOf(given), checkpoints)),
  checkpoint: async (given: Readonly<Record<string, string>>) => tell(await showCheckpoint(configOf(given))),
}

// what this process writes, databases above all, is for its own user
process.umask(0o077)

const flags = settingNames.map((name) => ({
  name,
  description: settings[name].description,
  variable: variableOf(name),
  ...('fallback' in settings[name] && { fallback: settings[name].fallback }),
}))

try {
  await createProgram({ version, flags, serve, audit }).parseAsync()
  process.exit()
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  for (const line of linesOf(error)) process.stderr.write(`chancery: ${line}\n`)
  process.exit(1)
}
