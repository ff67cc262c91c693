import { StateTag } from './state-tag.tsx'

export interface ToldStep {
  readonly title: string
  /** The name that it is about. */
  readonly about?: string | null
  readonly isFine: boolean
  readonly finding: string
  readonly advice?: string | null
}

interface ToldStepsProps {
  readonly steps: readonly ToldStep[]
  /** What a step is that is not fine: it failed, or would. */
  readonly failure: 'failed' | 'wouldFail'
}

/** What was gone through, step by step: each fine or not, what was found, and what to do. */
export const ToldSteps = ({ steps, failure }: ToldStepsProps) => (
  <ul className="steps-told" aria-live="polite">
    {steps.map(({ title, about = null, isFine, finding, advice = null }) => (
      <li key={`${title} ${about}`}>
        <StateTag state={isFine ? 'fine' : failure} />
        <strong>{title}</strong>
        {about !== null && <code>{about}</code>}
        <span>{finding}</span>
        {advice !== null && <span className="advice">{advice}</span>}
      </li>
    ))}
  </ul>
)
