import { parseAlternativeName } from '../domain/model/alternative-name.ts'
import { parseIpAddress } from '../domain/model/ip-address.ts'
import { serialNumberOf } from '../domain/model/serial-number.ts'
import type { Database } from '../domain/ports/doors.ts'
import type { SigningAuthority } from '../domain/ports/issuer.ts'
import type { Random } from '../domain/ports/random.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { readCertificate } from '../x509/certificate.ts'
import { encodePem } from '../x509/pem.ts'
import { Engine } from './engine.ts'

const dayMs = 24 * 3_600_000
const rootLifeMs = 3650 * dayMs
const certificateLifeMs = 90 * dayMs
const backdatingMs = 3_600_000
const certificateName = 'tls-root-certificate'
const keyName = 'tls-root-key'

/** The API's own certificate authority: it certifies this server and nothing else, and belongs to no account. */
export interface TlsRoot {
  readonly certificatePem: string
  /** A certificate for these hosts, with a key of its own that only lives in memory, renewed by itself. */
  identityFor(hosts: readonly string[], now: number): ServerIdentity
}

export interface ServerIdentity {
  readonly material: ServerCertificate
  /** New material when two thirds of the old one's life are over, else nothing. */
  renewed(now: number): Promise<ServerCertificate | undefined>
}

export interface ServerCertificate {
  /** PEM, as a TLS server takes them. */
  readonly cert: string
  readonly key: string
  /** When a third of its life is left, in ms since the epoch: renew then. */
  readonly renewAt: number
}

/**
 * The installation's TLS root, made once; its key is sealed like every other secret. Asking whether the installation
 * is empty holds other nodes back until this one has looked and, if need be, written.
 */
export async function openTlsRoot(
  database: Database,
  vault: Vault,
  random: Random,
  now: number,
): Promise<TlsRoot> {
  const engine = new Engine(vault)
  const stored = await database.write('', async ({ installation }) => {
    await installation.isEmpty()
    const certificateDer = await installation.findValue(certificateName)
    const sealed = await installation.findValue(keyName)
    if (certificateDer && sealed) return { certificateDer, sealed }
    const made = makeRoot(engine, random, now)
    await installation.setValue(certificateName, made.certificateDer)
    await installation.setValue(keyName, made.sealed)
    return made
  })
  const authority = signingAuthority(stored)
  return {
    certificatePem: encodePem('CERTIFICATE', stored.certificateDer),
    identityFor: (hosts, at) => renewing((when) => certify(engine, random, authority, hosts, when), at),
  }
}

function renewing(make: (now: number) => ServerCertificate, now: number): ServerIdentity {
  let current = make(now)
  return {
    material: current,
    async renewed(at) {
      if (at < current.renewAt) return undefined
      current = make(at)
      return current
    },
  }
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

interface StoredRoot {
  readonly certificateDer: Uint8Array
  readonly sealed: Uint8Array
}

function makeRoot(engine: Engine, random: Random, now: number): StoredRoot {
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
    subjectKey: { generate: 'EC256', record: keyName },
  })
  if (!sealedKey) throw new Error('the TLS root was made without a key')
  return { certificateDer, sealed: sealedKey.sealed }
}

function signingAuthority({ certificateDer, sealed }: StoredRoot): SigningAuthority {
  const { subjectNameDer, subjectKeyIdentifier, notBefore, notAfter } = readCertificate(certificateDer)
  if (!subjectKeyIdentifier) throw new Error('the TLS root has no key identifier')
  return {
    key: { record: keyName, sealed },
    keyAlgorithm: 'EC256',
    subjectNameDer,
    subjectKeyIdentifier,
    notBefore,
    notAfter,
  }
}

function certify(
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
