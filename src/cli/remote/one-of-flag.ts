import { Misuse } from './faults.ts'

/** What a flag says, where it may say one of a few things. */
export function oneOfFlag<const Value extends string>(
  flag: string,
  text: string,
  values: readonly Value[],
): Value {
  const found = values.find((value) => value === text)
  if (found !== undefined) return found
  throw new Misuse(`${flag} must be one of ${values.join(', ')}; it is ${JSON.stringify(text)}`)
}
