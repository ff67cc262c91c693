import { runTrial, type Tried } from '../../src/domain/operations/connection/run-trial.ts'
import type { Triable } from '../../src/domain/ports/connection.ts'
import { settlesWithin, stopwatch } from '../../src/system/timer.ts'

/** A place outside, tried as the product does. */
export const tried = (place: Triable, patienceMs = 5_000): Promise<Tried> =>
  runTrial({ settlesWithin, stopwatch }, patienceMs, (trial) => place.try(trial))

/** `name fine` or `name: why not`, of each step. */
export const told = ({ steps }: Tried): string[] =>
  steps.map(({ name, isFine, finding }) => (isFine ? `${name} fine` : `${name}: ${finding}`))
