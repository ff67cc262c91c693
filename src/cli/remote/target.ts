import { Misuse } from './faults.ts'

/** RFC 3986's unreserved characters stay; `encodeURIComponent` leaves five more, and signatures don't. */
const encode = (text: string) =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** A path of the contract with its parameters filled in. Throws `Misuse` for what would leave its place. */
export const pathOf = (template: string, params: Readonly<Record<string, string>> = {}): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? ''
    if (/^\.{0,2}$/.test(value)) throw new Misuse(`${JSON.stringify(value)} is no ${name}`)
    return encode(value)
  })

/** Sorted by name, as it is signed. */
export const queryOf = (query: Readonly<Record<string, unknown>> = {}): string =>
  Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(String(value))}`)
    .join('&')
