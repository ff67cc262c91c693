import type { NameConstraints, NameSubtree } from '../../domain/model/name-constraints.ts'
import type { DerReader } from '../der-reader.ts'
import { constructedContext, primitiveContext } from '../der-tags.ts'
import { MalformedError } from '../malformed.ts'
import { readNames } from '../relative-names.ts'
import { readVisibleAscii } from '../text.ts'

/** Kinds of names that we issue, by their tag in a GeneralName (RFC 5280 §4.2.1.6). */
const texts = new Map([
  [primitiveContext(1), 'EMAIL'],
  [primitiveContext(2), 'DNS'],
  [primitiveContext(6), 'URI'],
] as const)
const address = primitiveContext(7)
const directory = constructedContext(4)

/** Reads NameConstraints (RFC 5280 §4.2.1.10); subtrees of kinds of names that we never issue are left out. */
export const readNameConstraints = (reader: DerReader): NameConstraints =>
  reader.sequence((sides) => ({ permitted: readSide(sides, 0), excluded: readSide(sides, 1) }))

const readSide = (reader: DerReader, number: 0 | 1): NameSubtree[] =>
  reader.nextIs(constructedContext(number)) ? reader.explicit(number, readSubtrees) : []

function readSubtrees(reader: DerReader): NameSubtree[] {
  const subtrees: NameSubtree[] = []
  while (!reader.isAtEnd) subtrees.push(...reader.sequence(readSubtree))
  return subtrees
}

/** Minimum and maximum, which nobody uses (RFC 5280 says so), are stepped over. */
function readSubtree(reader: DerReader): NameSubtree[] {
  const subtree = readBase(reader)
  while (!reader.isAtEnd) reader.any()
  return subtree ? [subtree] : []
}

function readBase(reader: DerReader): NameSubtree | undefined {
  if (reader.nextIs(directory)) return { type: 'DIRECTORY', name: reader.constructed(directory, readNames) }
  const { tag, content } = reader.any()
  if (tag === address) return readNetwork(content)
  const type = texts.get(tag as 0x81)
  return type && { type, value: readVisibleAscii(content) }
}

function readNetwork(content: Uint8Array): NameSubtree {
  if (content.length !== 8 && content.length !== 32)
    throw new MalformedError('a network of neither 8 nor 32 octets')
  const half = content.length / 2
  return { type: 'IP', octets: [...content.subarray(0, half)], mask: [...content.subarray(half)] }
}
