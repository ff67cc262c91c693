import type { BackupCounts } from '../model/backup-manifest.ts'
import type { SealedSecret } from '../model/sealed.ts'
import type { TrailReader } from './trail-store.ts'

/** A sealed private key with what tells whether it is the right one, or another secret, which can only open. */
export interface StoredKey {
  /** For people: `CA <id>`, `certificate <id>`. */
  readonly owner: string
  readonly secret: SealedSecret
  /** SubjectPublicKeyInfo of its public half, or the certificate that holds it; null: it has none here. */
  readonly publicHalf: { readonly keyDer: Uint8Array } | { readonly certificateDer: Uint8Array } | null
}

/** What a database holds as a whole, over all accounts, also one of an older schema that this program knows. */
export interface ContentsReader {
  /** Names of the migrations that made the schema, in their order; none in a database without a schema. */
  listMigrations(): Promise<string[]>
  count(): Promise<BackupCounts>
  /** `undefined` where nothing was ever set up. */
  findMasterKeyCheck(): Promise<Uint8Array | undefined>
  listDataKeys(): Promise<{ id: number; wrapped: Uint8Array }[]>
  /** Of every CA that has one. */
  listAuthorityKeys(): Promise<StoredKey[]>
  /** Of the certificates that were made last. */
  listCertificateKeys(limit: number): Promise<StoredKey[]>
  /** The same of hosted certificates, and those of their second keys. */
  listHostedKeys(limit: number): Promise<StoredKey[]>
  /** Of certificate requests that were made last; their public half is known by its hash alone. */
  listRequestKeys(limit: number): Promise<StoredKey[]>
  /** What webhooks are signed with. */
  listWebhookSecrets(): Promise<StoredKey[]>
  /** Keys of the orders that were begun last, which no certificate holds yet. */
  listComingKeys(limit: number): Promise<StoredKey[]>
  /** What applicants showed last. */
  listApplicationDocuments(limit: number): Promise<StoredKey[]>
  /** Ours at authorities elsewhere, with their keys. */
  listAcmeAccounts(): Promise<StoredKey[]>
  /** What was at their targets before, of the pushes that were begun last. */
  listPushSnapshots(limit: number): Promise<StoredKey[]>
  /** Certificates with their keys, where they were pushed last. */
  listDeployedContents(limit: number): Promise<StoredKey[]>
}

/** One moment of a stored database. */
export interface Stored {
  readonly contents: ContentsReader
  readonly trail: TrailReader
}

/** What is wrong with a key, in a clause; `undefined` when it opens and belongs to its public half. */
export type ProveKey = (key: StoredKey) => string | undefined
