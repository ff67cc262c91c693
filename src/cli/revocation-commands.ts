import type { Command } from 'commander'
import { addPlaceOptions, type Given, givenPlace, type PlaceOptions } from './place-options.ts'

/** A certificate that the database does not hold, as it is named on the command line. */
export interface LostRevocation {
  readonly issuer: string
  /** Decimal, or hexadecimal with 0x or colons. */
  readonly serial: string
  readonly reason: string
  /** An ISO date or time. */
  readonly ends?: string
}

/** What an operator does when what was revoked is lost. */
export interface RevocationCommands {
  readonly giveUpJournal: (given: Given, authorityId: string) => Promise<void>
  readonly revokeLost: (given: Given, lost: LostRevocation) => Promise<void>
}

const giveUpExample = `
Examples:
  $ chancery journal give-up 8a3b1c2d-… --data-dir /var/lib/chancery
`
const revokeLostExample = `
Examples:
  $ chancery revoke-lost --issuer 8a3b1c2d-… --serial 0x5f3a… --reason KEY_COMPROMISE --data-dir /var/lib/chancery
`

/** Work on the machine itself, whether the server runs or not; each act stands in the audit trail. */
export function addRevocationCommands(program: Command, commands: RevocationCommands): void {
  const journal = program.command('journal').description('what CAs revoked, as their buckets keep it')
  addPlaceOptions(journal.command('give-up'))
    .description('let a CA sign again whose journal or last list is lost for good')
    .argument('<ca>', 'id of the CA')
    .addHelpText('before', giveUpExample)
    .action((authorityId: string, options: PlaceOptions) =>
      commands.giveUpJournal(givenPlace(options), authorityId),
    )
  addPlaceOptions(program.command('revoke-lost'))
    .description('revoke a certificate that the database lost, by issuer and serial number')
    .requiredOption('--issuer <ca>', 'id of the CA that issued it')
    .requiredOption('--serial <number>', 'its serial number; decimal, or hexadecimal with 0x or colons')
    .option('--reason <reason>', 'why, in the words of the API', 'UNSPECIFIED')
    .option('--ends <date>', 'when it ends; default: when its CA does')
    .addHelpText('before', revokeLostExample)
    .action((options: PlaceOptions & LostRevocation) => commands.revokeLost(givenPlace(options), options))
}
