import { readCertificateRequest } from '../../../x509/certificate-request.ts'
import type { AlternativeName } from '../../model/alternative-name.ts'
import type { Brand } from '../../model/certificate-order.ts'
import { defaultKeyUsages } from '../../model/certificate-profile.ts'
import type { DistinguishedName } from '../../model/distinguished-name.ts'
import { DomainError } from '../../model/errors.ts'
import { keyAlgorithmName } from '../../model/key-algorithm.ts'
import type { RevocationReason } from '../../model/revocation.ts'
import type { Trial } from '../../ports/connection.ts'
import { findIssuingAuthority } from '../authority/issuing-authority.ts'
import { revokeCertificate } from '../certificate/revoke-certificate.ts'
import { signAndRecord } from '../certificate/sign-and-record.ts'
import type { Call } from '../world.ts'
import { type BuiltInWorld, builtInCall } from './built-in-call.ts'
import { findRoot, presentIntermediate } from './built-in-hierarchy.ts'
import { tryAuthorities } from './try-authorities.ts'

export interface BuiltInOrder {
  /** A UUID; asked for twice, the same certificate comes. */
  readonly id: string
  readonly brand: Brand
  readonly subject: DistinguishedName
  readonly names: readonly AlternativeName[]
  readonly requestDer: Uint8Array
  /** It ends no later, in ms since the epoch. */
  readonly endsAt: number
}

export interface BuiltInCertificate {
  readonly certificateDer: Uint8Array
  /** The intermediate, without the root. */
  readonly chainDers: readonly Uint8Array[]
}

/** As long as public authorities may, 200 days since March 2026, and two days less for clocks that are wrong. */
const longestDays = 198
const dayMs = 86_400_000

/** The authority that is always there: with its own hierarchy, revocation lists and responders (api-answers A20). */
export class BuiltInIssuer {
  readonly #world: BuiltInWorld
  /** Of one node, hierarchies are made one after the other. */
  #founding: Promise<unknown> = Promise.resolve()

  constructor(world: BuiltInWorld) {
    this.#world = world
  }

  /** Throws as issuing private certificates does. */
  async issue(order: BuiltInOrder): Promise<BuiltInCertificate> {
    const call = builtInCall(this.#world, 'issueOrderedCertificate') as Call
    const { id: issuerId } = await this.#presentIntermediate(order.brand)
    const issuer = await findIssuingAuthority(call, issuerId)
    const known = await call.read(({ certificates }) => certificates.findDer(order.id))
    if (!known) await this.#sign(call, issuer, order)
    const certificateDer = known ?? (await call.read(({ certificates }) => certificates.findDer(order.id)))
    const { certificate } = issuer.authority
    if (!certificateDer || !certificate) throw new DomainError('certificate-processing-failed')
    return { certificateDer, chainDers: [certificate.certificateDer] }
  }

  /** One that is revoked already stays as it is. */
  async revoke(id: string, reason: RevocationReason): Promise<void> {
    const call = builtInCall(this.#world, 'revokeOrderedCertificate') as Call
    const found = await call.read(({ certificates }) => certificates.find(id))
    if (!found || found.revocation || found.notAfter <= call.clock.now()) return
    await revokeCertificate(call, { id, reason })
  }

  /** Whether its CAs can sign now. */
  try(trial: Trial): Promise<void> {
    return tryAuthorities(builtInCall(this.#world, 'tryBuiltInIssuer') as Call, trial)
  }

  /** In DER; undefined while nothing was ever issued. */
  async findRootDer(): Promise<Uint8Array | undefined> {
    const root = await findRoot(builtInCall(this.#world, 'showRoot'))
    return root?.certificate?.certificateDer
  }

  #presentIntermediate(brand: Brand) {
    const call = builtInCall(this.#world, 'foundBuiltInIssuer')
    const founded = this.#founding.then(
      () => presentIntermediate(call, brand),
      () => presentIntermediate(call, brand),
    )
    this.#founding = founded
    return founded
  }

  #sign(
    call: Call,
    issuer: Awaited<ReturnType<typeof findIssuingAuthority>>,
    { id, subject, names, requestDer, endsAt }: BuiltInOrder,
  ): Promise<string> {
    const { publicKeyDer, publicKey } = readCertificateRequest(requestDer)
    const days = Math.min(longestDays, Math.floor((endsAt - call.clock.now()) / dayMs))
    if (days < 1) throw new DomainError('issuer-refused', { reason: 'what was bought has ended' })
    return signAndRecord(call, issuer, {
      id,
      generationMode: 'CSR',
      keyAlgorithm: keyAlgorithmName(publicKey.algorithm),
      enterpriseProjectId: '0',
      shownSubject: subject,
      validity: { unit: 'DAY', value: days },
      subjectKey: { publicKeyDer, algorithm: publicKey.algorithm },
      content: {
        subject,
        signatureHash: 'SHA384',
        keyUsages: defaultKeyUsages(publicKey.algorithm.family),
        extendedKeyUsages: ['serverAuth'],
        alternativeNames: names,
        customizedExtension: null,
      },
    })
  }
}
