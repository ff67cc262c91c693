import { X509Certificate } from 'node:crypto'
import { decodePem } from '../../x509/pem.ts'
import { misunderstood } from './fields.ts'

const longestChain = 10

/**
 * The certificates of a PEM chain (RFC 8555 §9.1): that of the order first, each signed by the one behind it. Throws for
 * anything else.
 */
export function readChain(pem: string): X509Certificate[] {
  const chain = certificatesIn(pem)
  const [own] = chain
  if (!own || own.ca) throw misunderstood('no certificate of an order')
  const isInOrder = chain.every((certificate, index) => {
    const issuer = chain[index + 1]
    return !issuer || (issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey))
  })
  if (!isInOrder) throw misunderstood('a chain in which a certificate is not signed by the next')
  return chain
}

function certificatesIn(pem: string): X509Certificate[] {
  try {
    const blocks = decodePem(pem, { maximumBlocks: longestChain })
    if (blocks.every(({ label }) => label === 'CERTIFICATE')) {
      return blocks.map(({ der }) => new X509Certificate(der))
    }
  } catch {
    // said below
  }
  throw misunderstood('something else than certificates in PEM')
}

/** The common name of who signed the last one: the root that the chain leads to. */
export const rootNameOf = (chain: readonly X509Certificate[]): string | undefined =>
  /^CN=(.*)$/m.exec(chain.at(-1)?.issuer ?? '')?.[1]
