import { type RevocationReason, revocationReasons } from '../domain/model/revocation.ts'
import type { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import type { DerWriter } from './der-writer.ts'
import { MalformedError } from './malformed.ts'

/** A CRLReason by its number (RFC 5280 §5.3.1). */
export function writeReasonCode(writer: DerWriter, code: number): void {
  writer.smallInteger(code, tags.enumerated)
}

const reasonOf: ReadonlyMap<number, RevocationReason> = new Map(
  Object.entries(revocationReasons).map(([reason, code]) => [code, reason as RevocationReason]),
)

/** Throws MalformedError, also for reasons that only delta lists have. */
export function readReason(reader: DerReader): RevocationReason {
  const content = reader.content(tags.enumerated)
  const reason = content.length === 1 ? reasonOf.get(content[0] ?? 0) : undefined
  if (reason === undefined) throw new MalformedError('unknown reason of revocation')
  return reason
}
