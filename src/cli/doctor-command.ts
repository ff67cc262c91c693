import { type Command, Option } from 'commander'

export type DoctorOutput = 'table' | 'json'

/** Looks at an installation from beside it; `given` holds the flags of settings that were set, by name. */
export type Doctor = (given: Readonly<Record<string, string>>, output: DoctorOutput) => Promise<void>

const examples = `
Examples:
  $ CHANCERY_DATA_DIR=/var/lib/chancery chancery doctor
  $ chancery doctor --config /etc/chancery.json --output json
`

/** `addSettings` gives the command the flags of the server, `read` what was set of them. */
export function addDoctorCommand(
  program: Command,
  doctor: Doctor,
  addSettings: (command: Command) => () => Readonly<Record<string, string>>,
): void {
  const command = program
    .command('doctor')
    .description(
      'say what is wrong with an installation and what to do, whether the server runs or not; ends in 0 when nothing is',
    )
    .addHelpText('before', examples)
    .addOption(
      new Option('--output <form>', 'for people or programs').choices(['table', 'json']).default('table'),
    )
  const read = addSettings(command)
  command.action(({ output }: { readonly output: DoctorOutput }) => doctor(read(), output))
}
