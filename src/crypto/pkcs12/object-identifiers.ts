import { known } from '../../x509/object-identifiers.ts'

/** Kinds of content (RFC 5652 §4, §8). */
export const contentTypes = {
  data: known('1.2.840.113549.1.7.1'),
  encryptedData: known('1.2.840.113549.1.7.6'),
}

/** Bags and what they hold (RFC 7292 §4.2). */
export const bagTypes = {
  key: known('1.2.840.113549.1.12.10.1.1'),
  shroudedKey: known('1.2.840.113549.1.12.10.1.2'),
  certificate: known('1.2.840.113549.1.12.10.1.3'),
  safeContents: known('1.2.840.113549.1.12.10.1.6'),
  x509Certificate: known('1.2.840.113549.1.9.22.1'),
}

/** Attributes of bags (RFC 2985 §5.5). */
export const bagAttributes = {
  friendlyName: known('1.2.840.113549.1.9.20'),
  localKeyId: known('1.2.840.113549.1.9.21'),
}

/** Encryption by password, and a MAC by password (RFC 8018 appendix A, RFC 7292 appendix C). */
export const passwordAlgorithms = {
  pbes2: known('1.2.840.113549.1.5.13'),
  pbkdf2: known('1.2.840.113549.1.5.12'),
  pbmac1: known('1.2.840.113549.1.5.14'),
  sha1And3KeyTripleDesCbc: known('1.2.840.113549.1.12.1.3'),
  sha1And128BitRc2Cbc: known('1.2.840.113549.1.12.1.5'),
  sha1And40BitRc2Cbc: known('1.2.840.113549.1.12.1.6'),
}

/** HMAC, for PBKDF2 and PBMAC1 (RFC 8018 appendix B.1.2). */
export const macs = {
  sha1: known('1.2.840.113549.2.7'),
  sha224: known('1.2.840.113549.2.8'),
  sha256: known('1.2.840.113549.2.9'),
  sha384: known('1.2.840.113549.2.10'),
  sha512: known('1.2.840.113549.2.11'),
  'sha512-224': known('1.2.840.113549.2.12'),
  'sha512-256': known('1.2.840.113549.2.13'),
}

/** Ciphers of PBES2 (RFC 8018 appendix B.2.2, RFC 3565 §4.1). */
export const ciphers = {
  tripleDesCbc: known('1.2.840.113549.3.7'),
  aes128Cbc: known('2.16.840.1.101.3.4.1.2'),
  aes192Cbc: known('2.16.840.1.101.3.4.1.22'),
  aes256Cbc: known('2.16.840.1.101.3.4.1.42'),
}

/** Hashes (RFC 8017 appendix B.1). */
export const hashes = {
  sha1: known('1.3.14.3.2.26'),
  sha224: known('2.16.840.1.101.3.4.2.4'),
  sha256: known('2.16.840.1.101.3.4.2.1'),
  sha384: known('2.16.840.1.101.3.4.2.2'),
  sha512: known('2.16.840.1.101.3.4.2.3'),
  'sha512-224': known('2.16.840.1.101.3.4.2.5'),
  'sha512-256': known('2.16.840.1.101.3.4.2.6'),
}
