import type { StoredObject } from '../../ports/buckets.ts'

/** All of an object but its octets, which are somebody else's to keep. */
interface Copy extends Omit<StoredObject, 'content'> {
  readonly octets: WeakRef<ArrayBufferLike>
  readonly byteOffset: number
  readonly length: number
}

/**
 * Copies of objects that many fetch at once. Nothing is kept here: an object is shared for as long as somebody is still
 * being sent it, so that however many read slowly, and however slowly, there is one copy of each.
 */
export class SharedCopies {
  readonly #copies = new Map<string, Copy>()
  readonly #underWay = new Map<string, Promise<StoredObject | undefined>>()

  /** What has this name and mark: from those who have it, or who read it now, else read. */
  async get(
    name: string,
    mark: string,
    read: () => Promise<StoredObject | undefined>,
  ): Promise<StoredObject | undefined> {
    const copy = this.#copies.get(name)
    const shared = copy?.mark === mark ? objectOf(copy) : undefined
    if (shared) return shared
    const key = `${name} ${mark}`
    const reading = this.#underWay.get(key) ?? this.#read(name, read)
    this.#underWay.set(key, reading)
    try {
      return await reading
    } finally {
      this.#underWay.delete(key)
    }
  }

  async #read(name: string, read: () => Promise<StoredObject | undefined>) {
    const stored = await read()
    this.#forgetUnused()
    if (stored) this.#copies.set(name, copyOf(stored))
    return stored
  }

  #forgetUnused(): void {
    for (const [name, { octets }] of this.#copies) if (!octets.deref()) this.#copies.delete(name)
  }
}

/** Held by the octets' buffer: what is sent is another view of it. */
const copyOf = ({ content, ...rest }: StoredObject): Copy => ({
  ...rest,
  octets: new WeakRef(content.buffer),
  byteOffset: content.byteOffset,
  length: content.length,
})

function objectOf({ octets, byteOffset, length, ...rest }: Copy): StoredObject | undefined {
  const buffer = octets.deref()
  return buffer && { ...rest, content: new Uint8Array(buffer, byteOffset, length) }
}
