import type { PlainRoute } from '../wire/server-parts.ts'

/** Looks up a CA's certificate in DER. */
export type FindAuthorityCertificate = (authorityId: string) => Promise<Uint8Array | undefined>

const authorityId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What anyone may fetch over plain HTTP: issuers' certificates (RFC 5280 §4.2.2.1: DER, application/pkix-cert). */
export const pkiRoutes = (find: FindAuthorityCertificate): PlainRoute[] => [
  {
    path: '/pki/:file',
    cacheControl: 'public, max-age=3600',
    async answer({ file = '' }) {
      const id = file.endsWith('.crt') ? file.slice(0, -'.crt'.length) : ''
      const certificateDer = authorityId.test(id) ? await find(id) : undefined
      return certificateDer && { status: 200, contentType: 'application/pkix-cert', body: certificateDer }
    },
  },
]
