import type { DerReader } from '../der-reader.ts'
import { tags } from '../der-tags.ts'
import type { DerWriter } from '../der-writer.ts'
import { extensionTypes } from '../object-identifiers.ts'
import { writeExtension } from './extension.ts'

/** Whether this is a CA, and how many CAs may stand between it and an entity; null: any number (RFC 5280 §4.2.1.9). */
export interface BasicConstraints {
  readonly isAuthority: boolean
  readonly pathLength: number | null
}

export function writeBasicConstraints(writer: DerWriter, constraints: BasicConstraints): void {
  writeExtension(writer, extensionTypes.basicConstraints, true, writeValue, constraints)
}

/** All is left out that is the default: for an entity, everything. */
function writeValue(writer: DerWriter, { isAuthority, pathLength }: BasicConstraints): void {
  writer.sequence((constraints) => {
    if (!isAuthority) return
    constraints.boolean(true)
    if (pathLength !== null) constraints.smallInteger(pathLength)
  })
}

export function readBasicConstraints(reader: DerReader): BasicConstraints {
  return reader.sequence((constraints) => {
    // An explicit FALSE is no DER, but common.
    const isAuthority = constraints.nextIs(tags.boolean) && constraints.boolean()
    return { isAuthority, pathLength: constraints.isAtEnd ? null : constraints.smallInteger() }
  })
}
