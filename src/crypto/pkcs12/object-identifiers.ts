import { encodeObjectIdentifier } from '../../x509/object-identifiers.ts'

/** Kinds of content (RFC 5652 §4, §8). */
export const contentTypes = {
  data: encodeObjectIdentifier('1.2.840.113549.1.7.1'),
  encryptedData: encodeObjectIdentifier('1.2.840.113549.1.7.6'),
}

/** Bags and what they hold (RFC 7292 §4.2). */
export const bagTypes = {
  shroudedKey: encodeObjectIdentifier('1.2.840.113549.1.12.10.1.2'),
  certificate: encodeObjectIdentifier('1.2.840.113549.1.12.10.1.3'),
  x509Certificate: encodeObjectIdentifier('1.2.840.113549.1.9.22.1'),
}

/** Attributes of bags (RFC 2985 §5.5). */
export const bagAttributes = {
  friendlyName: encodeObjectIdentifier('1.2.840.113549.1.9.20'),
  localKeyId: encodeObjectIdentifier('1.2.840.113549.1.9.21'),
}

/** Encryption by password (RFC 8018 appendix A, RFC 7292 appendix C, RFC 3565 §4.1). */
export const passwordAlgorithms = {
  pbes2: encodeObjectIdentifier('1.2.840.113549.1.5.13'),
  pbkdf2: encodeObjectIdentifier('1.2.840.113549.1.5.12'),
  hmacWithSha256: encodeObjectIdentifier('1.2.840.113549.2.9'),
  aes256Cbc: encodeObjectIdentifier('2.16.840.1.101.3.4.1.42'),
  sha1And3KeyTripleDesCbc: encodeObjectIdentifier('1.2.840.113549.1.12.1.3'),
}

/** Hashes (RFC 8017 appendix B.1). */
export const hashes = {
  sha1: encodeObjectIdentifier('1.3.14.3.2.26'),
  sha256: encodeObjectIdentifier('2.16.840.1.101.3.4.2.1'),
}
