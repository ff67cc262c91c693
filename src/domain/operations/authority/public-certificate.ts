import type { Database } from '../../ports/doors.ts'

/** A CA's certificate in DER, for anyone: issuers are no secret (RFC 5280 §4.2.2.1). */
export const publicAuthorityCertificate = (
  { database }: { readonly database: Database },
  authorityId: string,
): Promise<Uint8Array | undefined> =>
  database.read('', ({ publicAuthorities }) => publicAuthorities.findCertificateDer(authorityId))
