import { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { MalformedError } from './malformed.ts'

/** How a private key is written down: RFC 8017 A.1.2, RFC 5915, RFC 5958. */
export type PrivateKeyForm = 'PKCS1' | 'SEC1' | 'PKCS8'

export const privateKeyLabels = {
  PKCS1: 'RSA PRIVATE KEY',
  SEC1: 'EC PRIVATE KEY',
  PKCS8: 'PRIVATE KEY',
} as const satisfies Record<PrivateKeyForm, string>

/** The form of a private key's DER, by how it begins. The octets are secret and stay where they are. Throws MalformedError. */
export function privateKeyForm(der: Uint8Array): PrivateKeyForm {
  const reader = new DerReader(der)
  const form = reader.sequence((key) => {
    key.smallInteger()
    const found = formAfterVersion(key)
    while (!key.isAtEnd) key.any()
    return found
  })
  reader.end()
  return form
}

function formAfterVersion(key: DerReader): PrivateKeyForm {
  if (key.nextIs(tags.integer)) return 'PKCS1'
  if (key.nextIs(tags.octetString)) return 'SEC1'
  if (key.nextIs(tags.sequence)) return 'PKCS8'
  throw new MalformedError('no private key')
}
