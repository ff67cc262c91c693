/** What a step of a try finds wrong; the message is for administrators. */
export class StepFault extends Error {
  override readonly name = 'StepFault'
}
