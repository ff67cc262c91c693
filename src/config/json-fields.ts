import type { Reader } from './readers.ts'

/**
 * A JSON object, read field by field. Every fault is noted with its place and reading goes on, so that all are told at
 * once; what is faulty is read as undefined, which nobody sees, since no configuration is made of it.
 */
export class JsonFields {
  readonly #entries: Readonly<Record<string, unknown>>
  readonly #place: string
  readonly #faults: string[]
  readonly #unread: Set<string>

  constructor(value: unknown, place: string, faults: string[]) {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (!isObject) faults.push(`${place} must be an object`)
    this.#entries = isObject ? (value as Readonly<Record<string, unknown>>) : {}
    this.#place = place
    this.#faults = faults
    this.#unread = new Set(Object.keys(this.#entries))
  }

  text<Value>(name: string, read: Reader<Value>): Value {
    return this.#read(name, this.#take(name), read) as Value
  }

  textOr<Value, Other>(name: string, read: Reader<Value>, fallback: Other): Value | Other {
    const value = this.#take(name)
    return value === undefined ? fallback : (this.#read(name, value, read) as Value)
  }

  /** A number of JSON, read as its text. */
  numberOr<Value, Other>(name: string, read: Reader<Value>, fallback: Other): Value | Other {
    const value = this.#take(name)
    if (value === undefined) return fallback
    const text = typeof value === 'number' ? String(value) : undefined
    return this.#read(name, text, read, 'a number') as Value
  }

  texts<Value>(name: string, read: Reader<Value>): readonly Value[] | undefined {
    const value = this.#take(name)
    if (value === undefined) return undefined
    if (Array.isArray(value)) return value.map((one: unknown) => this.#read(name, one, read) as Value)
    this.#faults.push(`${this.#place}.${name} must be a list`)
    return undefined
  }

  object(name: string): JsonFields | undefined {
    const value = this.#take(name)
    return value === undefined ? undefined : new JsonFields(value, `${this.#place}.${name}`, this.#faults)
  }

  objects(name: string): readonly JsonFields[] {
    const value = this.#take(name) ?? []
    if (Array.isArray(value)) {
      const place = `${this.#place}.${name}`
      return value.map((one: unknown, index) => new JsonFields(one, `${place}[${index}]`, this.#faults))
    }
    this.#faults.push(`${this.#place}.${name} must be a list`)
    return []
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#entries, name)
  }

  names(): readonly string[] {
    return Object.keys(this.#entries)
  }

  fault(reason: string): void {
    this.#faults.push(`${this.#place} ${reason}`)
  }

  /** A field that nobody asked for is misspelt, and would be a rule that nobody keeps. */
  end(): void {
    for (const name of this.#unread) this.#faults.push(`${this.#place}.${name} is not known`)
  }

  #take(name: string): unknown {
    this.#unread.delete(name)
    return this.has(name) ? this.#entries[name] : undefined
  }

  #read<Value>(name: string, value: unknown, read: Reader<Value>, expected = 'a text'): Value | undefined {
    try {
      if (typeof value === 'string') return read(value)
      throw new Error(expected)
    } catch (error) {
      this.#faults.push(`${this.#place}.${name} must be ${(error as Error).message}`)
      return undefined
    }
  }
}
