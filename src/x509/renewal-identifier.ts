import { readCertificateFrame } from './certificate-frame.ts'
import { DerReader } from './der-reader.ts'
import { tags } from './der-tags.ts'
import { decodeExtension } from './extensions/extension.ts'
import { readAuthorityKeyIdentifier } from './extensions/key-identifiers.ts'
import { extensionTypes } from './object-identifiers.ts'

/**
 * What an ACME authority knows a certificate by (RFC 9773 §4.1): the identifier of the key that signed, and the serial
 * number as it stands there, both in base64url. Null where the certificate names no key. Throws MalformedError.
 */
export function renewalIdentifier(der: Uint8Array): string | null {
  const { extensions, serialNumberDer } = readCertificateFrame(der)
  const key = decodeExtension(extensions, extensionTypes.authorityKeyIdentifier, readAuthorityKeyIdentifier)
  if (!key) return null
  const serial = new DerReader(serialNumberDer).content(tags.integer)
  return [key, serial]
    .map((octets) => octets.toBase64({ alphabet: 'base64url', omitPadding: true }))
    .join('.')
}
