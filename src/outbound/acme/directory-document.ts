import { fieldsOf, misunderstood } from './fields.ts'
import type { ReadUrl } from './server-url.ts'

/** Where an authority does what (RFC 8555 §7.1.1). */
export interface DirectoryDocument {
  readonly newNonce: string
  readonly newAccount: string
  readonly newOrder: string
  readonly revokeCert: string
  /** RFC 9773 §4; undefined where there is none. */
  readonly renewalInfo?: string
}

export function readDirectory(value: unknown, readUrl: ReadUrl): DirectoryDocument {
  const { newNonce, newAccount, newOrder, revokeCert, renewalInfo } = fieldsOf(value)
  if (newNonce === undefined || newOrder === undefined) throw misunderstood('no ACME directory')
  return {
    newNonce: readUrl(newNonce),
    newAccount: readUrl(newAccount),
    newOrder: readUrl(newOrder),
    revokeCert: readUrl(revokeCert),
    ...(renewalInfo !== undefined && { renewalInfo: readUrl(renewalInfo) }),
  }
}
