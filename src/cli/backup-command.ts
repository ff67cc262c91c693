import type { Command } from 'commander'

type Given = Readonly<Record<string, string>>

/** What the commands on backups are given: flags of settings by name, the backup's folder, a copy of the master key. */
export interface BackupCommands {
  readonly backup: (given: Given, folder: string) => Promise<void>
  readonly verify: (given: Given, folder: string, masterKey: string | undefined) => Promise<void>
  readonly restore: (
    given: Given,
    folder: string,
    masterKey: string | undefined,
    acceptsTrailFaults: boolean,
  ) => Promise<void>
}

const examples = `
Examples:
  $ chancery backup /mnt/backups/2026-11-29 --data-dir /var/lib/chancery
  $ chancery backup verify /mnt/backups/2026-11-29 --master-key /mnt/safe/master.key
  $ chancery restore /mnt/backups/2026-11-29 --data-dir /var/lib/chancery --master-key /mnt/safe/master.key
`

/** Work on the machine that the server runs on, whether it runs or not; `restore` takes a folder without one. */
export function addBackupCommands(program: Command, commands: BackupCommands): void {
  const backup = onInstallation(program.command('backup'))
    .description(
      'copy database, buckets and what belongs to them into a new folder, but never the master key',
    )
    .argument('<folder>', 'folder that is made')
    .addHelpText('before', examples)
    .action((folder: string, options: Options) => commands.backup(given(options), folder))
  onInstallation(backup.command('verify'))
    .description('prove that a backup is whole; ends in 0 when it is, in 1 otherwise')
    .argument('<folder>', 'folder of the backup')
    .option('--master-key <file>', 'a copy of the master key: tries whether the keys open')
    .action((folder: string, _own: Options, command: Command) => {
      const options = command.optsWithGlobals<Options>()
      return commands.verify(given(options), folder, options.masterKey)
    })
  onInstallation(program.command('restore'))
    .description('put a backup where no installation is yet')
    .argument('<folder>', 'folder of the backup')
    .option('--master-key <file>', 'a copy of the master key, where it is not in its place yet')
    .option(
      '--accept-audit-faults',
      'take a backup whose audit trail is not whole, where no better one is left; the trail then says so',
    )
    .addHelpText('before', examples)
    .action((folder: string, options: Options & { acceptAuditFaults?: true }) =>
      commands.restore(given(options), folder, options.masterKey, options.acceptAuditFaults === true),
    )
}

interface Options {
  readonly config?: string
  readonly dataDir?: string
  readonly databaseUrl?: string
  readonly bucketsUrl?: string
  readonly masterKeyFile?: string
  readonly masterKey?: string
}

const onInstallation = (command: Command): Command =>
  command
    .option('--config <file>', 'JSON file with settings in snake_case (CHANCERY_CONFIG)')
    .option('--data-dir <value>', 'folder of the server (CHANCERY_DATA_DIR)')
    .option('--database-url <value>', 'its database, where that is elsewhere (CHANCERY_DATABASE_URL)')
    .option('--buckets-url <value>', 'its buckets, where they are elsewhere (CHANCERY_BUCKETS_URL)')
    .option('--master-key-file <value>', 'its master key, where that is elsewhere (CHANCERY_MASTER_KEY_FILE)')

function given({ config, dataDir, databaseUrl, bucketsUrl, masterKeyFile }: Options): Given {
  const values = {
    config,
    'data-dir': dataDir,
    'database-url': databaseUrl,
    'buckets-url': bucketsUrl,
    'master-key-file': masterKeyFile,
  }
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
