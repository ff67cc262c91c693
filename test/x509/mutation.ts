import { element } from './der.ts'
import type { Random } from './random.ts'

/** An element and what is inside it, octet strings and bit strings that hold elements included. */
export interface Tree {
  readonly tag: number
  readonly prefix: Uint8Array
  readonly content: Uint8Array
  readonly children: readonly Tree[]
}

/** The trees of well-formed DER; undefined for what is none. */
function parseAll(der: Uint8Array): Tree[] | undefined {
  const trees: Tree[] = []
  for (let offset = 0; offset < der.length; ) {
    const tag = der[offset] ?? 0
    const first = der[offset + 1] ?? 0xff
    const size = first < 0x80 ? 0 : first & 0x7f
    const start = offset + 2 + size
    const length = size === 0 ? first : Number.parseInt(der.subarray(offset + 2, start).toHex() || 'f', 16)
    if (tag === 0 || size > 3 || start + length > der.length) return undefined
    trees.push(treeOf(tag, der.subarray(start, start + length)))
    offset = start + length
  }
  return trees
}

function treeOf(tag: number, content: Uint8Array): Tree {
  const isBitString = tag === 3 && content[0] === 0
  const inner = isBitString ? content.subarray(1) : content
  const mayHoldElements = isBitString || tag === 4 || (tag & 0x20) !== 0
  const children = (mayHoldElements && inner.length > 1 && parseAll(inner)) || []
  return { tag, prefix: isBitString ? content.subarray(0, 1) : new Uint8Array(), content, children }
}

export function parseTree(der: Uint8Array): Tree {
  const [tree] = parseAll(der) ?? []
  if (!tree) throw new Error('a sample that is not DER')
  return tree
}

export const nodesOf = (tree: Tree): Tree[] => [tree, ...tree.children.flatMap(nodesOf)]

/** The DER of a tree in which some nodes are replaced; all lengths around them are put right. */
export function serialize(tree: Tree, replacements: ReadonlyMap<Tree, Uint8Array> = new Map()): Uint8Array {
  const replacement = replacements.get(tree)
  if (replacement) return replacement
  if (tree.children.length === 0) return element(tree.tag, tree.content)
  return element(tree.tag, tree.prefix, ...tree.children.map((child) => serialize(child, replacements)))
}

const interestingTags = [
  0, 1, 2, 3, 4, 5, 6, 10, 12, 19, 20, 22, 23, 24, 28, 30, 31, 36, 48, 49, 128, 130, 134, 135, 160, 161, 163,
  255,
]

function randomElement(random: Random): Uint8Array {
  const tag = random.chance(0.7) ? random.pick(interestingTags) : random.below(256)
  const parts = Array.from({ length: random.below(4) }, () =>
    random.chance(0.5) ? randomElement(random) : random.octets(random.below(9)),
  )
  return element(tag, ...parts)
}

/** What may stand where a node stood. */
function replacementOf(random: Random, node: Tree, donors: readonly Tree[]): Uint8Array {
  const whole = serialize(node)
  switch (random.below(9)) {
    case 0:
      return new Uint8Array()
    case 1:
      return new Uint8Array(Buffer.concat([whole, whole]))
    case 2:
      return element(random.pick(interestingTags), node.content)
    case 3:
      return element(node.tag, random.octets(random.below(40)))
    case 4:
      return element(node.tag, node.content.subarray(random.below(node.content.length + 1)))
    case 5:
      return element(random.pick(interestingTags), whole)
    case 6:
      return randomElement(random)
    case 7:
      return serialize(random.pick(donors))
    default:
      return element(node.tag, blurred(random, node.content))
  }
}

/** Some of a tree's nodes replaced by others, all around them well-formed. */
export function mutateTree(random: Random, nodes: readonly Tree[], donors: readonly Tree[]): Uint8Array {
  const replacements = new Map<Tree, Uint8Array>()
  for (let count = random.between(1, 3); count > 0; count--) {
    const node = random.pick(nodes)
    replacements.set(node, replacementOf(random, node, donors))
  }
  return serialize(nodes[0] as Tree, replacements)
}

/** Octets changed with no regard for what they mean. */
export function mutateOctets(random: Random, octets: Uint8Array, donor: Uint8Array): Uint8Array {
  const at = random.below(octets.length + 1)
  const upTo = Math.min(octets.length, at + random.below(20))
  switch (random.below(5)) {
    case 0:
      return blurred(random, octets)
    case 1:
      return octets.slice(0, at)
    case 2:
      return joined(octets.subarray(0, at), random.octets(random.below(20)), octets.subarray(upTo))
    case 3:
      return joined(octets.subarray(0, at), octets.subarray(upTo))
    default:
      return joined(octets.subarray(0, at), donor.subarray(random.below(donor.length)))
  }
}

const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts))

function blurred(random: Random, octets: Uint8Array): Uint8Array {
  const changed = octets.slice()
  for (let count = random.between(1, 4); count > 0 && changed.length > 0; count--) {
    const at = random.below(changed.length)
    const flipped = (changed[at] ?? 0) ^ (1 << random.below(8))
    changed[at] = random.chance(0.5)
      ? flipped
      : random.pick([0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff, random.below(256)])
  }
  return changed
}
