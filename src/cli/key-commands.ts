import { type Command, Option } from 'commander'
import { addPlaceOptions, type Given, givenPlace, type PlaceOptions } from './place-options.ts'

/** How far a change of the master key is taken. */
export type RotationStep = 'rotate' | 'finish' | 'abandon'

/** Whose password is set, and from where; absent: a new one is made and printed. */
export interface RecoveryOptions {
  readonly account?: string
  readonly user?: string
  readonly passwordFile?: string
}

/** What the commands on the installation's own keys and secrets do. */
export interface KeyCommands {
  readonly rotateMasterKey: (given: Given, step: RotationStep) => Promise<void>
  readonly checkMasterKey: (given: Given) => Promise<void>
  readonly revokeAllTokens: (given: Given) => Promise<void>
  readonly recoverAdministrator: (given: Given, options: RecoveryOptions) => Promise<void>
}

const examples = `
Examples:
  $ chancery master-key rotate --data-dir /var/lib/chancery
  $ chancery master-key check --data-dir /var/lib/chancery
`

/** Work on the machine itself: who may read the data folder and the master key may do all of this. */
export function addKeyCommands(program: Command, commands: KeyCommands): void {
  const masterKey = program.command('master-key').description('the key above all keys')
  addPlaceOptions(masterKey.command('rotate'))
    .description('put a new master key in its place while servers run; goes on with what was interrupted')
    .addHelpText('before', examples)
    .addOption(
      new Option('--finish', 'once every server has the new file: end the old one').conflicts('abandon'),
    )
    .option('--abandon', 'forget a new master key that is lost, and stay with the old one')
    .action(({ finish, abandon, ...place }: PlaceOptions & { finish?: true; abandon?: true }) =>
      commands.rotateMasterKey(givenPlace(place), finish ? 'finish' : abandon ? 'abandon' : 'rotate'),
    )
  addPlaceOptions(masterKey.command('check'))
    .description('see whether the master key opens what the database keeps')
    .action((place: PlaceOptions) => commands.checkMasterKey(givenPlace(place)))

  const tokens = program.command('tokens').description('tokens of all users of all accounts')
  addPlaceOptions(tokens.command('revoke-all'))
    .description('end every token, console session and temporary access key, on the machine itself')
    .action((place: PlaceOptions) => commands.revokeAllTokens(givenPlace(place)))

  addPlaceOptions(program.command('recover-administrator'))
    .description('give an administrator another password, on the machine itself')
    .argument('[user]', 'the administrator; not needed where the account has one')
    .option('--account <name>', 'its account; default: the one that the installation began with')
    .option(
      '--password-file <file>',
      'the password, the first line of a file; - for stdin; default: one is made',
    )
    .action((user: string | undefined, options: PlaceOptions & Omit<RecoveryOptions, 'user'>) =>
      commands.recoverAdministrator(givenPlace(options), { ...options, ...(user !== undefined && { user }) }),
    )
}
