import type { DerReader } from '../der-reader.ts'

/** Ties a response to its request (RFC 6960 §4.4.1, RFC 9654 §2.1): an OCTET STRING inside the one of the extension. */
export const readNonce = (reader: DerReader): Uint8Array => reader.octetString()
