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
  readonly meta: {
    /** Absent where there are none. */
    readonly termsOfService?: string
    readonly externalAccountRequired: boolean
  }
}

export function readDirectory(value: unknown, readUrl: ReadUrl): DirectoryDocument {
  const { newNonce, newAccount, newOrder, revokeCert, renewalInfo, meta } = fieldsOf(value)
  if (newNonce === undefined || newOrder === undefined) throw misunderstood('no ACME directory')
  return {
    newNonce: readUrl(newNonce),
    newAccount: readUrl(newAccount),
    newOrder: readUrl(newOrder),
    revokeCert: readUrl(revokeCert),
    ...(renewalInfo !== undefined && { renewalInfo: readUrl(renewalInfo) }),
    meta: readMeta(meta),
  }
}

function readMeta(value: unknown): DirectoryDocument['meta'] {
  const { termsOfService, externalAccountRequired } = fieldsOf(value)
  return {
    ...(typeof termsOfService === 'string' && { termsOfService: termsOfService.slice(0, longestTerms) }),
    externalAccountRequired: externalAccountRequired === true,
  }
}

const longestTerms = 500
