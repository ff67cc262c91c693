import { isServiceUrl } from '../service-url.ts'
import { misunderstood } from './fields.ts'

const longest = 2_048

/** Reads URLs that an authority gives: https, or http where the directory itself is http on this machine. */
export type ReadUrl = (value: unknown) => string

export const urlReader =
  (directoryUrl: string): ReadUrl =>
  (value) => {
    const isText = typeof value === 'string' && value.length <= longest && isServiceUrl(value)
    if (isText && (value.startsWith('https:') || directoryUrl.startsWith('http:'))) return value
    throw misunderstood('with a URL that is not https')
  }
