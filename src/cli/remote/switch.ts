import { Misuse } from './faults.ts'

export const switchOptions = { '--enable': 'switch on', '--disable': 'switch off' } as const

/** Undefined where nothing is to be switched. */
export function switchedTo(flags: { readonly enable?: true; readonly disable?: true }): boolean | undefined {
  if (flags.enable && flags.disable) throw new Misuse('--enable and --disable contradict each other')
  return flags.enable ?? (flags.disable ? false : undefined)
}
