import { createHash } from 'node:crypto'

/** The first four octets of a JKS file. */
export const magic = 0xfeed_feed

/** Tags of its entries. */
export const privateKeyEntry = 1
export const trustedCertificateEntry = 2

/** What Sun's engineers salted the digest of the whole file with. */
const whitener = Buffer.from('Mighty Aphrodite')

/** What stands at the end: SHA-1 of the password in UTF-16BE, the whitener and all that comes before. */
export const digestOf = (wide: Uint8Array, content: Uint8Array): Uint8Array =>
  createHash('sha1').update(wide).update(whitener).update(content).digest()
