import type { CertificateProfile } from '../domain/model/certificate-profile.ts'
import type { GeneratedKeyAlgorithm, PublicKeyAlgorithm } from '../domain/model/key-algorithm.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { CertificateRequestOrder, IssuedCertificate, SigningAuthority } from '../domain/ports/issuer.ts'
import type { KeyPair } from './key-pair.ts'

/** Whose key the certificate holds: an EC key to make, a made RSA key, or the user's public key. */
export type EngineKey =
  | { readonly generate: GeneratedKeyAlgorithm; readonly record: string; readonly made?: KeyPair }
  | { readonly publicKeyDer: Uint8Array; readonly algorithm: PublicKeyAlgorithm }

export type IssueTask = {
  readonly kind: 'issue'
  readonly profile: CertificateProfile
  readonly subjectKey: EngineKey
  readonly authority?: SigningAuthority
}

/** Work for the engine, in plain data, so that it may run in this thread or another. */
export type EngineTask =
  | IssueTask
  | { readonly kind: 'make-key'; readonly subjectKey: Extract<EngineKey, { generate: unknown }> }
  | { readonly kind: 'make-request'; readonly order: CertificateRequestOrder }
  | { readonly kind: 'export-key'; readonly key: SealedSecret; readonly password?: string }

export interface EngineResults {
  readonly issue: IssuedCertificate
  readonly 'make-key': { readonly publicKeyDer: Uint8Array; readonly sealedKey: SealedSecret }
  readonly 'make-request': Uint8Array
  readonly 'export-key': string
}
