import { harmless } from './text-width.ts'

/** The command line says what can't be meant; nothing was changed. Ends in 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}

/** The API refused, by its own code and words. Ends in 1. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(message: string) {
    // what it refuses may have been written by anybody
    super(harmless(message))
  }
}
