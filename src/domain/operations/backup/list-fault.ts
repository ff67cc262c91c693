import { MalformedError } from '../../../x509/malformed.ts'
import { readRevocationList } from '../../../x509/parsed-revocation-list.ts'

/** No element of DER is shorter than two octets, so a list of any size has room. */
const limitsOf = ({ length }: Uint8Array) => ({
  maximumLength: length,
  maximumDepth: 24,
  maximumElements: Math.ceil(length / 2),
})

/** Why the octets are no revocation list, in a clause; `undefined` when they are one. Its signature is not verified. */
export function listFault(der: Uint8Array): string | undefined {
  try {
    readRevocationList(der, limitsOf(der))
    return undefined
  } catch (error) {
    if (error instanceof MalformedError) return error.message
    throw error
  }
}
