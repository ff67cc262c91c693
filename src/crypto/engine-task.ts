import type { CertificateProfile } from '../domain/model/certificate-profile.ts'
import type { PublicKeyAlgorithm, RequestKeyAlgorithm } from '../domain/model/key-algorithm.ts'
import type { SealedSecret } from '../domain/model/sealed.ts'
import type { CertificateRequestOrder, IssuedCertificate, SigningAuthority } from '../domain/ports/issuer.ts'
import type { KeyBundle } from '../domain/ports/key-exporter.ts'
import type { ImportedKey, KeyImportOrder } from '../domain/ports/key-importer.ts'
import type { KeyedRequest, KeyedRequestOrder } from '../domain/ports/request-maker.ts'
import type { StatusAnswerOrder } from '../domain/ports/status-signer.ts'
import type { KeyPair } from './key-pair.ts'
import type { Pkcs12Protection } from './pkcs12/protection.ts'

/** Whose key the certificate holds: an EC key to make, a made RSA key, or the user's public key. */
export type EngineKey =
  | { readonly generate: RequestKeyAlgorithm; readonly record: string; readonly made?: KeyPair }
  | { readonly publicKeyDer: Uint8Array; readonly algorithm: PublicKeyAlgorithm }

export type IssueTask = {
  readonly kind: 'issue'
  readonly profile: CertificateProfile
  readonly subjectKey: EngineKey
  readonly authority?: SigningAuthority
}

/** The protection was derived from the password elsewhere, because that takes longer than the rest. */
export interface Pkcs12Task extends Omit<KeyBundle, 'password'> {
  readonly kind: 'export-pkcs12'
  readonly protection: Pkcs12Protection
}

export interface JavaKeyStoreTask extends KeyBundle {
  readonly kind: 'export-java-key-store'
  readonly createdAt: number
}

/** Work for the engine, in plain data, so that it may run in this thread or another. */
export type EngineTask =
  | IssueTask
  | { readonly kind: 'make-key'; readonly subjectKey: Extract<EngineKey, { generate: unknown }> }
  | { readonly kind: 'make-request'; readonly order: CertificateRequestOrder }
  | {
      readonly kind: 'make-keyed-request'
      readonly order: KeyedRequestOrder
      readonly subjectKey: Extract<EngineKey, { generate: unknown }>
    }
  | { readonly kind: 'export-key'; readonly key: SealedSecret; readonly password?: string }
  | { readonly kind: 'import-key'; readonly order: KeyImportOrder }
  | { readonly kind: 'export-imported-key'; readonly key: SealedSecret }
  | { readonly kind: 'sign-status'; readonly order: StatusAnswerOrder }
  | Pkcs12Task
  | JavaKeyStoreTask

export interface EngineResults {
  readonly issue: IssuedCertificate
  readonly 'make-key': { readonly publicKeyDer: Uint8Array; readonly sealedKey: SealedSecret }
  readonly 'make-request': Uint8Array
  readonly 'make-keyed-request': KeyedRequest
  readonly 'export-key': string
  readonly 'import-key': ImportedKey | undefined
  readonly 'export-imported-key': string
  readonly 'sign-status': Uint8Array
  readonly 'export-pkcs12': Uint8Array
  readonly 'export-java-key-store': Uint8Array
}
