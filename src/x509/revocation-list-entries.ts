import { type RevocationReason, revocationReasons } from '../domain/model/revocation.ts'
import { DerWriter, encodeDer } from './der-writer.ts'
import { writeExtension } from './extensions/extension.ts'
import { extensionTypes } from './object-identifiers.ts'
import type { Pieces } from './pieces.ts'
import type { RevocationListEntry } from './revocation-list-entry.ts'
import { writeReasonCode } from './revocation-reason.ts'

/** Small enough to be copied in no time, large enough that a list of a million entries has few. */
const pieceLength = 262_144

/**
 * The entries of a list, written as they come (RFC 5280 §5.1.2.6). They are kept in pieces, for one buffer that grows
 * would be copied again and again, and be twice as large as what it holds.
 */
export class RevocationListEntries {
  readonly #writer = new DerWriter()
  readonly #full: Uint8Array[] = []
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Throws MalformedError for a time that DER can't hold. */
  add(entry: RevocationListEntry): void {
    this.#writer.sequence(writeEntryFields, entry)
    this.#count += 1
    if (this.#writer.length >= pieceLength) this.#turnOver()
  }

  /** All that was added so far. */
  pieces(): Pieces {
    if (this.#writer.length > 0) this.#turnOver()
    return [...this.#full]
  }

  #turnOver(): void {
    this.#full.push(this.#writer.finish())
    this.#writer.reset()
  }
}

function writeEntryFields(writer: DerWriter, { serialNumber, revokedAt, reason }: RevocationListEntry): void {
  writer.integer(serialNumber)
  writer.time(revokedAt)
  writer.raw(reasonExtensions[reason])
}

/** A whole crlEntryExtensions for each reason; UNSPECIFIED is said by saying nothing (RFC 5280 §5.3.1). */
const reasonExtensions = Object.fromEntries(
  Object.entries(revocationReasons).map(([reason, code]) => [
    reason,
    code === revocationReasons.UNSPECIFIED ? new Uint8Array() : encodeDer(writeReason, code),
  ]),
) as Record<RevocationReason, Uint8Array>

function writeReason(writer: DerWriter, code: number): void {
  writer.sequence((extensions) =>
    writeExtension(extensions, extensionTypes.reasonCode, false, writeReasonCode, code),
  )
}
