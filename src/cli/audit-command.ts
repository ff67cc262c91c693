import type { Command } from 'commander'
import { addPlaceOptions, type Given, givenPlace, type PlaceOptions } from './place-options.ts'

/** What the commands on the audit trail are given: flags of settings by name, and files of checkpoints. */
export interface AuditCommands {
  readonly verify: (given: Given, checkpoints: readonly string[]) => Promise<void>
  readonly checkpoint: (given: Given) => Promise<void>
  readonly rotateKey: (given: Given) => Promise<void>
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
  const verify = addPlaceOptions(audit.command('verify'))
    .description(
      'compare every record with its signed block; ends in 0 when nothing was changed, in 1 otherwise',
    )
    .option(
      '--checkpoint <file...>',
      'checkpoints that were kept elsewhere, beside the one in the data folder',
    )
    .addHelpText('before', examples)
  verify.action(({ checkpoint = [], ...options }: TrailOptions) =>
    commands.verify(givenPlace(options), checkpoint),
  )
  const show = addPlaceOptions(audit.command('checkpoint')).description(
    'print the signed end of the trail, for keeping elsewhere',
  )
  show.action((options: TrailOptions) => commands.checkpoint(givenPlace(options)))
  const rotate = addPlaceOptions(audit.command('rotate-key')).description(
    'give the trail another signing key, which the present one vouches for and which then ends it',
  )
  rotate.action((options: TrailOptions) => commands.rotateKey(givenPlace(options)))
}

interface TrailOptions extends PlaceOptions {
  readonly checkpoint?: readonly string[]
}
