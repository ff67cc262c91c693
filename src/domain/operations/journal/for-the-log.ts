import type { DomainError } from '../../model/errors.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'

/** Health names no CA; which it is, and what is wrong with its journal, an operator reads in the log. */
export const forTheLog = (act: string, { authorityId }: JournalOwner, cause: DomainError): Error =>
  new Error(`${act} the journal of CA ${authorityId}: ${cause.facts.reason ?? cause.message}`, { cause })
