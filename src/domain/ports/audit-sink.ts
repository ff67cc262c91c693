import type { PlacedRecord } from '../model/audit-block.ts'
import type { Triable } from './connection.ts'

/** Somebody who gets a copy of the sealed trail, as the administrator set it. */
export interface AuditSink extends Triable {
  /** The same for the same target, also after a restart; shown to administrators, so without a secret. */
  readonly name: string
  /**
   * Resolves when the target has all of them; throws an Error that says why it has not, within seconds. It may have
   * some of them then, and gets them again.
   */
  deliver(records: readonly PlacedRecord[]): Promise<void>
}
