import type { Command } from 'commander'

/** What the commands on the audit trail are given: flags of settings by name, and files of checkpoints. */
export interface AuditCommands {
  readonly verify: (given: Readonly<Record<string, string>>, checkpoints: readonly string[]) => Promise<void>
  readonly checkpoint: (given: Readonly<Record<string, string>>) => Promise<void>
}

const examples = `
Examples:
  $ CHANCERY_DATA_DIR=/var/lib/chancery chancery audit verify
  $ chancery audit checkpoint --data-dir /var/lib/chancery > /mnt/elsewhere/checkpoint.json
  $ chancery audit verify --data-dir /var/lib/chancery --checkpoint /mnt/elsewhere/checkpoint.json
`

/** Work on the stored trail itself, whether the server runs or not. */
export function addAuditCommand(program: Command, commands: AuditCommands): void {
  const audit = program.command('audit').description('prove the audit trail')
  const verify = onTrail(audit, 'verify')
    .description(
      'compare every record with its signed block; ends in 0 when nothing was changed, in 1 otherwise',
    )
    .option(
      '--checkpoint <file...>',
      'checkpoints that were kept elsewhere, beside the one in the data folder',
    )
    .addHelpText('before', examples)
  verify.action(({ checkpoint = [], ...options }: TrailOptions) =>
    commands.verify(given(options), checkpoint),
  )
  const show = onTrail(audit, 'checkpoint').description(
    'print the signed end of the trail, for keeping elsewhere',
  )
  show.action((options: TrailOptions) => commands.checkpoint(given(options)))
}

interface TrailOptions {
  readonly config?: string
  readonly dataDir?: string
  readonly databaseUrl?: string
  readonly checkpoint?: readonly string[]
}

const onTrail = (audit: Command, name: string): Command =>
  audit
    .command(name)
    .option('--config <file>', 'JSON file with settings in snake_case (CHANCERY_CONFIG)')
    .option('--data-dir <value>', 'folder of the server (CHANCERY_DATA_DIR)')
    .option('--database-url <value>', 'its database, where that is elsewhere (CHANCERY_DATABASE_URL)')

const given = ({ config, dataDir, databaseUrl }: TrailOptions): Record<string, string> => ({
  ...(config !== undefined && { config }),
  ...(dataDir !== undefined && { 'data-dir': dataDir }),
  ...(databaseUrl !== undefined && { 'database-url': databaseUrl }),
})
