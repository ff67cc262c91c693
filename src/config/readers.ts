import { isIP } from 'node:net'
import { resolve } from 'node:path'

/** Reads a setting's text; throws an Error whose message completes "… must be". */
export type Reader<Value> = (text: string) => Value
export type ReaderValue<Read> = Read extends Reader<infer Value> ? Value : never

export const path: Reader<string> = (text) => {
  if (text === '' || text.includes('\0')) throw new Error('a path')
  return resolve(text)
}

export const name: Reader<string> = (text) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(text)) throw new Error('letters, digits, - and _, at most 64')
  return text
}

export const boolean: Reader<boolean> = (text) => {
  if (text !== 'true' && text !== 'false') throw new Error('true or false')
  return text === 'true'
}

export const integer =
  (smallest: number, largest: number): Reader<number> =>
  (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < smallest || value > largest) {
      throw new Error(`an integer from ${smallest} to ${largest}`)
    }
    return value
  }

/** A number for every account, and others for some by their names. */
export interface AccountNumbers {
  readonly everyone: number
  readonly byName: Readonly<Record<string, number>>
}

/** `100`, or `100,acme=500,other=20`. */
export const accountNumbers = (smallest: number, largest: number): Reader<AccountNumbers> => {
  const read = integer(smallest, largest)
  return (text) => {
    const [everyone = '', ...others] = text.split(',').map((part) => part.trim())
    const byName = new Map<string, number>()
    for (const other of others) {
      const [account = '', value = '', ...rest] = other.split('=').map((part) => part.trim())
      if (account === '' || rest.length > 0 || byName.has(account)) throw new Error(accountNumbersForm)
      byName.set(account, read(value))
    }
    return { everyone: read(everyone), byName: Object.fromEntries(byName) }
  }
}

const accountNumbersForm = 'a number, then name=number for single accounts, each once, by commas'

/** `http://` or `https://`, with a host and no more than a path. */
export const httpUrl: Reader<URL> = (text) => {
  const expectation = 'an http:// or https:// URL without query and fragment'
  if (!URL.canParse(text)) throw new Error(expectation)
  const parsed = new URL(text)
  const isPlain =
    parsed.search === '' && parsed.hash === '' && parsed.username === '' && parsed.password === ''
  if (!/^https?:$/.test(parsed.protocol) || !isPlain) throw new Error(expectation)
  return parsed
}

export const url: Reader<string> = (text) => {
  if (!/^[a-z][a-z0-9+]*:/i.test(text)) throw new Error('a URL')
  return text
}

export const oneOf =
  <const Value extends string>(...values: readonly Value[]): Reader<Value> =>
  (text) => {
    const value = values.find((candidate) => candidate === text)
    if (value === undefined) throw new Error(`one of ${values.join(', ')}`)
    return value
  }

export const logLevel = oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent')

export const pfxProfile = oneOf('modern', 'legacy')

/** Addresses or CIDRs by commas. */
export const addressList: Reader<readonly string[]> = (text) => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const bits = { 4: 32, 6: 128 }[isIP(address)]
    const isPrefix = prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= (bits ?? -1))
    if (bits === undefined || !isPrefix) throw new Error('IP addresses or CIDRs by commas')
  }
  return entries
}
