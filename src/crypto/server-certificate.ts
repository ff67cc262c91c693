import { parseAlternativeName } from '../domain/model/alternative-name.ts'
import { parseIpAddress } from '../domain/model/ip-address.ts'
import { serialNumberOf } from '../domain/model/serial-number.ts'
import type { SigningAuthority } from '../domain/ports/issuer.ts'
import type { Random } from '../domain/ports/random.ts'
import { readCertificate } from '../x509/certificate.ts'
import { encodePem } from '../x509/pem.ts'
import type { Engine } from './engine.ts'
import type { StoredRoot } from './tls-roots.ts'

const dayMs = 24 * 3_600_000
const rootLifeMs = 3650 * dayMs
/** How long a certificate of the server lives; less where its root ends before. */
export const certificateLifeMs = 90 * dayMs
const backdatingMs = 3_600_000

const rootKeyRecord = 'tls-root-key'

export interface ServerCertificate {
  /** PEM, as a TLS server takes them. */
  readonly cert: string
  readonly key: string
  /** When a third of its life is left, in ms since the epoch: renew then. */
  readonly renewAt: number
}

/** Whether a certificate can name it; the name of a machine need not be a host name. */
export function isHost(text: string): boolean {
  try {
    return alternativeNameFor(text) !== undefined
  } catch {
    return false
  }
}

const alternativeNameFor = (host: string) =>
  parseAlternativeName(parseIpAddress(host) ? 'IP' : 'DNS', host, 'host')

/** A root of the API's own authority, which certifies this server and nothing else, and belongs to no account. */
export function makeRoot(engine: Engine, random: Random, now: number): StoredRoot {
  const { certificateDer, sealedKey } = engine.perform({
    kind: 'issue',
    profile: {
      kind: 'root',
      serialNumber: serialNumberOf(random.octets(16)),
      subject: { ...nobody, commonName: 'Chancery TLS root' },
      validity: wholeSeconds(now - backdatingMs, now + rootLifeMs),
      signatureHash: 'SHA256',
      pathLength: null,
      keyUsages: ['keyCertSign', 'cRLSign', 'digitalSignature'],
      extendedKeyUsages: [],
      alternativeNames: [],
      customizedExtension: null,
      issuerUrls: [],
    },
    subjectKey: { generate: 'EC256', record: rootKeyRecord },
  })
  if (!sealedKey) throw new Error('the TLS root was made without a key')
  return { certificateDer, sealed: sealedKey.sealed }
}

export function signingAuthority({ certificateDer, sealed }: StoredRoot): SigningAuthority {
  const { subjectNameDer, subjectKeyIdentifier, notBefore, notAfter } = readCertificate(certificateDer)
  if (!subjectKeyIdentifier) throw new Error('the TLS root has no key identifier')
  return {
    key: { record: rootKeyRecord, sealed },
    keyAlgorithm: 'EC256',
    subjectNameDer,
    subjectKeyIdentifier,
    notBefore,
    notAfter,
  }
}

/** A certificate for these hosts, with a key of its own that only lives in memory. */
export function certify(
  engine: Engine,
  random: Random,
  authority: SigningAuthority,
  hosts: readonly string[],
  now: number,
): ServerCertificate {
  const notAfter = Math.min(now + certificateLifeMs, authority.notAfter)
  const { certificateDer, sealedKey } = engine.perform({
    kind: 'issue',
    profile: {
      kind: 'entity',
      serialNumber: serialNumberOf(random.octets(16)),
      subject: { ...nobody, commonName: (hosts[0] ?? 'localhost').slice(0, 64) },
      validity: wholeSeconds(Math.max(now - backdatingMs, authority.notBefore), notAfter),
      signatureHash: 'SHA256',
      pathLength: null,
      keyUsages: ['digitalSignature'],
      extendedKeyUsages: ['serverAuth'],
      alternativeNames: hosts.map(alternativeNameFor),
      customizedExtension: null,
      issuerUrls: [],
    },
    subjectKey: { generate: 'EC256', record: 'tls-server-key' },
    authority,
  })
  if (!sealedKey) throw new Error('the server certificate was made without a key')
  return {
    cert: encodePem('CERTIFICATE', certificateDer),
    key: engine.perform({ kind: 'export-key', key: sealedKey }),
    renewAt: now + ((notAfter - now) * 2) / 3,
  }
}

const nobody = {
  country: null,
  state: null,
  locality: null,
  organization: 'Chancery',
  organizationalUnit: null,
}

const wholeSeconds = (notBefore: number, notAfter: number) => ({
  notBefore: Math.floor(notBefore / 1000) * 1000,
  notAfter: Math.floor(notAfter / 1000) * 1000,
})
