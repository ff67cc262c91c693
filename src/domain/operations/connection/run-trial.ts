import { DomainError } from '../../model/errors.ts'
import { StepFault } from '../../model/step-fault.ts'
import type { StepToTake, Trial } from '../../ports/connection.ts'
import type { Timer } from '../../ports/timer.ts'

/** What became of a step, for people. */
export interface TriedStep {
  readonly name: string
  readonly isFine: boolean
  readonly finding: string
  /** Null where nothing is to be done. */
  readonly advice: string | null
}

export interface Tried {
  readonly isFine: boolean
  readonly tookMs: number
  readonly steps: readonly TriedStep[]
}

/** Runs a try until it ends or patience does: then the step that was under way is told to have had no answer. */
export async function runTrial(
  timer: Timer,
  patienceMs: number,
  tryIt: (trial: Trial) => Promise<void>,
): Promise<Tried> {
  const took = timer.stopwatch()
  const trial = new RunningTrial()
  const ended = tryIt(trial).catch((error: unknown) => {
    if (!isFinding(error)) throw error
  })
  if (!(await timer.settlesWithin(patienceMs, ended))) {
    // nobody waits for it any more
    ended.catch(() => undefined)
    trial.giveUp(`no answer within ${patienceMs / 1000} s`)
  }
  const { steps } = trial
  return { isFine: steps.every(({ isFine }) => isFine), tookMs: Math.round(took()), steps }
}

/** Remembers what its steps found, until it is over. */
class RunningTrial implements Trial {
  steps: readonly TriedStep[] = []
  #underWay: StepToTake | undefined
  #isOver = false

  async step(step: StepToTake): Promise<void> {
    this.#underWay = step
    const { name, advice } = step
    try {
      const finding = await step.work()
      if (this.#isOver) throw new StepFault('the try is over')
      this.#tell({ name, isFine: true, finding, advice: null })
    } catch (error) {
      if (isFinding(error)) this.#tell({ name, isFine: false, finding: reasonOf(error), advice })
      throw error
    }
  }

  giveUp(finding: string): void {
    if (this.#underWay) {
      const { name, advice } = this.#underWay
      this.#tell({ name, isFine: false, finding, advice })
    }
    this.#isOver = true
  }

  #tell(step: TriedStep): void {
    if (!this.#isOver) this.steps = [...this.steps, step]
  }
}

const isFinding = (error: unknown): error is DomainError | StepFault =>
  error instanceof DomainError || error instanceof StepFault

const reasonOf = (error: DomainError | StepFault): string =>
  error instanceof DomainError ? (error.facts.reason ?? error.code) : error.message
