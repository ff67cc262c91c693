import { type CertificateProfile, isAuthorityKind } from './certificate-profile.ts'
import type { KeyFamily } from './key-algorithm.ts'
import { keyUsageFault, ocspSigning } from './key-usage.ts'

/** What a rule looks at: the certificate-to-be, its key's family and its issuer's life (absent for a root). */
export interface LintSubject {
  readonly profile: CertificateProfile
  readonly keyFamily: KeyFamily
  readonly issuer?: { readonly notBefore: number; readonly notAfter: number }
}

interface LintRule {
  readonly source: string
  readonly finding: string
  readonly isBroken: (subject: LintSubject) => boolean
}

const beyondTwentyOctets = 1n << 160n

const isAuthority = ({ profile }: LintSubject) => isAuthorityKind(profile.kind)

/**
 * The MUSTs that we could break ourselves (api-answers A45). What a caller can get wrong is refused earlier, with
 * its own code; a finding here is our fault, and nothing is signed.
 */
const rules: readonly LintRule[] = [
  {
    source: 'RFC 5280 §4.1.2.2',
    finding: 'the serial number must be positive and have at most 20 octets',
    isBroken: ({ profile }) => {
      const serial = BigInt(profile.serialNumber)
      return serial <= 0n || serial >= beyondTwentyOctets
    },
  },
  {
    source: 'RFC 5280 §4.1.2.5',
    finding: 'validity must be whole seconds in order',
    isBroken: ({ profile: { validity } }) =>
      validity.notBefore % 1000 !== 0 ||
      validity.notAfter % 1000 !== 0 ||
      validity.notBefore >= validity.notAfter,
  },
  {
    source: 'API reference 4.1.1.2',
    finding: "validity must lie within the issuer's",
    isBroken: ({ profile: { validity }, issuer }) =>
      issuer !== undefined && (validity.notBefore < issuer.notBefore || validity.notAfter > issuer.notAfter),
  },
  {
    source: 'RFC 5280 §4.2.1.3, RFC 3279 §2.3.1, RFC 8813 §3',
    finding: 'key usages must fit the kind of certificate and of key',
    isBroken: (subject) =>
      keyUsageFault(
        subject.profile.keyUsages,
        isAuthority(subject) ? 'authority' : 'entity',
        subject.keyFamily,
      ) !== undefined,
  },
  {
    source: 'RFC 5280 §4.2.1.3',
    finding: 'key usages must be present, each once',
    isBroken: ({ profile: { keyUsages } }) =>
      keyUsages.length === 0 || new Set(keyUsages).size !== keyUsages.length,
  },
  {
    source: 'RFC 6960 §4.2.2.2',
    finding: 'a private certificate must not answer for its issuer',
    isBroken: ({ profile: { kind, otherExtendedKeyUsages = [] } }) =>
      kind === 'entity' && otherExtendedKeyUsages.includes(ocspSigning),
  },
  {
    source: 'RFC 6960 §4.2.2.2',
    finding: 'a responder must be certified by the CA that it answers for, to sign and for nothing else',
    isBroken: ({ profile, issuer }) =>
      profile.kind === 'responder' && (issuer === undefined || isMoreThanResponder(profile)),
  },
  {
    source: 'RFC 5280 §4.2.1.9',
    finding: 'a path length belongs to a CA and is not negative',
    isBroken: (subject) =>
      subject.profile.pathLength !== null && (!isAuthority(subject) || subject.profile.pathLength < 0),
  },
  {
    source: 'RFC 5280 §4.2.1.6',
    finding: 'DNS names must be ASCII and at most 253 octets',
    isBroken: ({ profile: { alternativeNames } }) =>
      alternativeNames.some(({ type, value }) => type === 'DNS' && !/^[\x21-\x7e]{1,253}$/.test(value)),
  },
  {
    source: 'RFC 5280 §4.2.1.6',
    finding: 'IP addresses must have 4 or 16 octets',
    isBroken: ({ profile: { alternativeNames } }) =>
      alternativeNames.some((name) => name.type === 'IP' && ![4, 16].includes(name.octets.length)),
  },
  {
    source: 'RFC 5280 §4.1.2.6',
    finding: 'a CA must have a subject',
    isBroken: ({ profile: { subject } }) => subject instanceof Uint8Array && subject.length < 4,
  },
]

/** Its purpose comes with its kind; where to ask about it is said nowhere, because nobody need ask (§4.2.2.2.1). */
const isMoreThanResponder = ({ keyUsages, ...profile }: CertificateProfile) =>
  keyUsages.some((usage) => usage !== 'digitalSignature') ||
  profile.customizedExtension !== null ||
  [
    profile.extendedKeyUsages,
    profile.otherExtendedKeyUsages,
    profile.alternativeNames,
    profile.issuerUrls,
    profile.revocationListUrls,
    profile.responderUrls,
  ].some((list = []) => list.length > 0)

/** Every finding, with its source; empty when the certificate may be signed. */
export const lintCertificate = (subject: LintSubject): string[] =>
  rules.filter(({ isBroken }) => isBroken(subject)).map(({ source, finding }) => `${source}: ${finding}`)
