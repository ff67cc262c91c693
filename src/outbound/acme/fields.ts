/** What another wrote, of which nothing is known. */
export type Fields = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members of an object; none of anything else. */
export const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {})

/** The authority answers what can't be. It is said to the owner of the order, and asked again later. */
export const misunderstood = (what: string) => new Error(`answers ${what}`)

/** A list of no more than `most`; undefined where there is none. */
export function listAt(fields: Fields, name: string, most: number): readonly unknown[] {
  const value = fields[name]
  if (!Array.isArray(value) || value.length > most) throw misunderstood(`no list of ${name}`)
  return value
}
