import type { Triable, Trial } from '../../ports/connection.ts'

/** A place outside that the settings name. */
export interface Connection extends Triable {
  /** The same as long as the settings name it so: `target:edge`. */
  readonly id: string
  readonly kind: ConnectionKind
  readonly name: string
  /** What is known to be wrong without a try; null where nothing is. */
  readonly trouble: string | null
  /** The same as `try`, and somebody gets something; absent where nobody can. */
  readonly tryWith?: (trial: Trial, recipient: string) => Promise<void>
}

export type ConnectionKind = 'issuer' | 'target' | 'buckets' | 'mail' | 'dns' | 'audit-sink'

type Place = Pick<Connection, 'id' | 'kind' | 'name'>

export const connectionTo = (outside: Triable, place: Place): Connection => ({
  ...place,
  type: outside.type,
  facts: outside.facts,
  trouble: null,
  try: (trial) => outside.try(trial),
})
