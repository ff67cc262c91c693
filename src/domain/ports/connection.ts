/** What the settings say of a place outside, for people: never a secret, and no path of this machine. */
export interface ConnectionFact {
  readonly name: string
  readonly value: string
}

/** A place outside that can be tried whenever somebody likes. */
export interface Triable {
  /** What it is, by the word of the settings. */
  readonly type: string
  readonly facts: readonly ConnectionFact[]
  /** Really tries it, and leaves nothing changed there. Rejects as a step does; what went wrong was told by then. */
  try(trial: Trial): Promise<void>
}

/** One step of a try. */
export interface StepToTake {
  readonly name: string
  /** What to do where it fails, for people. */
  readonly advice: string
  /** What was found. Rejects with a `StepFault`, or a `DomainError` with a reason, where it is not as it should be. */
  readonly work: () => Promise<string>
}

/** What a try tells its steps to. */
export interface Trial {
  /**
   * Takes a step and tells what came of it. Rejects where the step failed, and where the try is over meanwhile: what comes
   * after it is then not begun, unless it takes away what the try made.
   */
  step(step: StepToTake): Promise<void>
}
