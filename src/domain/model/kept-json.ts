/** Fields of JSON that we wrote ourselves and read back; each throws an Error that names the field. */
export type Fields = Readonly<Record<string, unknown>>

export function objectIn(text: string): Fields {
  return objectOf(JSON.parse(text), 'it')
}

export function objectOf(value: unknown, name: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${name} is no JSON object`)
  }
  return value as Fields
}

export function integerIn(content: Fields, name: string): number {
  const value = content[name]
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Error(`${name} is no integer`)
  return value
}

export function textIn(content: Fields, name: string): string {
  const value = content[name]
  if (typeof value !== 'string') throw new Error(`${name} is no text`)
  return value
}

export function listIn(content: Fields, name: string): readonly unknown[] {
  const value = content[name]
  if (!Array.isArray(value)) throw new Error(`${name} is no list`)
  return value
}

export const textsIn = (content: Fields, name: string): readonly string[] =>
  listIn(content, name).map((value) => {
    if (typeof value !== 'string') throw new Error(`${name} holds what is no text`)
    return value
  })
