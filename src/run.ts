import { resolve } from 'node:path'
import { CommanderError } from 'commander'
import type { RecoveryOptions, RotationStep } from './cli/key-commands.ts'
import { createProgram } from './cli/program.ts'
import { accessVariables } from './cli/remote/access.ts'
import type { LostRevocation } from './cli/revocation-commands.ts'
import { loadConfig } from './config/load-config.ts'
import { settingNames, settings, variableOf } from './config/settings.ts'
import type { CommandAnswer } from './local/audit-commands.ts'
import { noFaults } from './no-faults.ts'
import { linesOf } from './start-fault.ts'
import { openTerminal } from './terminal.ts'
import { version } from './version.ts'

type Flags = Readonly<Record<string, string>>

/** Data to stdout, words to stderr; what is not as it should be ends in 1. */
function tell({ data, words, isRight }: CommandAnswer): void {
  process.stdout.write(data)
  for (const line of words) process.stderr.write(`chancery: ${line}\n`)
  if (!isRight) process.exitCode = 1
}

/** Who asks a server may start one from the same shell: what says who asks is no setting. */
function sourcesOf(flags: Flags) {
  const environment = { ...process.env }
  for (const name of accessVariables) delete environment[name]
  return { flags, environment }
}

const configOf = (flags: Flags) => loadConfig(sourcesOf(flags))

// what a server is made of is loaded when it is wanted: to ask one takes none of it
const local = {
  async serve(given: Flags) {
    const config = configOf(given)
    const { serve } = await import('./serve.ts')
    await serve(config)
  },
  async doctor(given: Flags, output: 'table' | 'json') {
    const { examine } = await import('./local/doctor/examine.ts')
    const { reportOf } = await import('./local/doctor/report.ts')
    const folder = given['data-dir'] ?? dataFolder
    const patient = {
      sources: sourcesOf(given),
      nodeVersion: process.versions.node,
      surroundings: openTerminal(folder),
    }
    tell(reportOf(await examine(patient), output))
  },
  audit: {
    async verify(given: Flags, checkpoints: readonly string[]) {
      const { verifyStoredTrail } = await import('./local/audit-commands.ts')
      tell(await verifyStoredTrail(configOf(given), checkpoints))
    },
    async checkpoint(given: Flags) {
      const { showCheckpoint } = await import('./local/audit-commands.ts')
      tell(await showCheckpoint(configOf(given)))
    },
    async rotateKey(given: Flags) {
      const { rotateTrailKey } = await import('./local/trail-key-command.ts')
      tell(await rotateTrailKey(configOf(given)))
    },
  },
  keys: {
    async rotateMasterKey(given: Flags, step: RotationStep) {
      const { rotateMasterKey } = await import('./local/key-commands.ts')
      tell(await rotateMasterKey(configOf(given), step, noFaults))
    },
    async checkMasterKey(given: Flags) {
      const { checkMasterKey } = await import('./local/key-commands.ts')
      tell(await checkMasterKey(configOf(given)))
    },
    async revokeAllTokens(given: Flags) {
      const { endAllSessions } = await import('./local/access-commands.ts')
      tell(await endAllSessions(configOf(given)))
    },
    async recoverAdministrator(given: Flags, options: RecoveryOptions) {
      const { setAdministratorPassword } = await import('./local/access-commands.ts')
      tell(await setAdministratorPassword(configOf(given), options, openTerminal(dataFolder)))
    },
  },
  revocation: {
    async giveUpJournal(given: Flags, authorityId: string) {
      const { giveUpLostJournal } = await import('./local/revocation-commands.ts')
      tell(await giveUpLostJournal(configOf(given), authorityId))
    },
    async revokeLost(given: Flags, lost: LostRevocation) {
      const { revokeLostCertificate } = await import('./local/revocation-commands.ts')
      tell(await revokeLostCertificate(configOf(given), lost))
    },
  },
  backups: {
    async backup(given: Flags, folder: string) {
      const { answerBackup } = await import('./local/backup/backup-commands.ts')
      tell(await answerBackup(configOf(given), resolve(folder)))
    },
    async verify(given: Flags, folder: string, masterKey: string | undefined) {
      const { answerVerify } = await import('./local/backup/backup-commands.ts')
      tell(await answerVerify(configOf(given), resolve(folder), masterKey))
    },
    async restore(given: Flags, folder: string, masterKey: string | undefined, acceptsTrailFaults: boolean) {
      const { answerRestore } = await import('./local/backup/backup-commands.ts')
      tell(await answerRestore(configOf(given), resolve(folder), masterKey, acceptsTrailFaults))
    },
  },
}

// what this process writes, databases above all, is for its own user
process.umask(0o077)

const flags = settingNames.map((name) => ({
  name,
  description: settings[name].description,
  variable: variableOf(name),
  ...('fallback' in settings[name] && { fallback: settings[name].fallback }),
}))
const dataFolder = process.env['CHANCERY_DATA_DIR'] || (settings['data-dir'].fallback ?? '')

try {
  await createProgram({ version, flags, ...local, surroundings: openTerminal(dataFolder) }).parseAsync()
  process.exit()
} catch (error) {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 2)
  for (const line of linesOf(error)) process.stderr.write(`chancery: ${line}\n`)
  process.exit(1)
}
