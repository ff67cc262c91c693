import { type Fields, integerIn, listIn, objectIn, objectOf, textIn, textsIn } from './kept-json.ts'

/** A file of a backup: where it lies below the backup's folder, its octets, their SHA-256 in lower-case hex. */
export interface BackupFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
}

/** What the database holds, as it was copied. */
export interface BackupCounts {
  readonly authorities: number
  readonly certificates: number
  /** Serial numbers that are revoked now, also of certificates that were deleted. */
  readonly revoked: number
  readonly auditRecords: number
  /** Null in a schema, and in a manifest, from before there were such: this and all that follow. */
  readonly hostedCertificates: number | null
  readonly certificateRequests: number | null
  readonly webhooks: number | null
  /** Certificates on their way. */
  readonly orders: number | null
  readonly applicationDocuments: number | null
  readonly acmeAccounts: number | null
  readonly pushes: number | null
  /** Places where pushed certificates are. */
  readonly deployments: number | null
}

/** What a backup says of itself. Everything else in its folder is one of `files`. */
export interface BackupManifest {
  /** When the copy of the database was begun, in ms since the epoch. */
  readonly createdAt: number
  readonly programVersion: string
  /** The master key's check value in hex: which installation it is, and which key it takes. */
  readonly installation: string
  readonly engine: 'sqlite' | 'postgres'
  /** The schema, as the names of the migrations that made it. */
  readonly migrations: readonly string[]
  /** Null: the buckets' folder is among the files. Else the object store that they stay in. */
  readonly bucketStore: string | null
  readonly counts: BackupCounts
  /** The end of the sealed audit trail. */
  readonly lastBlock: { readonly number: number; readonly hash: string } | null
  /** Also empty ones: a bucket is a folder. Parents come before what is in them. */
  readonly folders: readonly string[]
  readonly files: readonly BackupFile[]
  /** What lay in the data folder and was not copied. */
  readonly leftOut: readonly string[]
}

/** Names within a backup's folder. The database's file is called by its engine, so neither is taken for the other. */
export const backupNames = {
  manifest: 'manifest.json',
  manifestDigest: 'manifest.json.sha256',
  database: { sqlite: 'database.sqlite', postgres: 'database.dump' },
  /** The end of the trail in the copied database, as a checkpoint. */
  trailEnd: 'trail-end.json',
  buckets: 'buckets',
} as const

/** Files of the data folder that a backup takes along where they are there; they keep their names. */
export const carriedFiles = ['audit-checkpoint.json', 'ca.pem'] as const

const form = 'chancery backup 1'

export function manifestText(manifest: BackupManifest): string {
  const { createdAt, lastBlock, counts } = manifest
  const content = {
    form,
    created_at: new Date(createdAt).toISOString(),
    program_version: manifest.programVersion,
    installation: manifest.installation,
    engine: manifest.engine,
    migrations: manifest.migrations,
    bucket_store: manifest.bucketStore,
    counts: {
      authorities: counts.authorities,
      certificates: counts.certificates,
      revoked: counts.revoked,
      audit_records: counts.auditRecords,
      hosted_certificates: counts.hostedCertificates,
      certificate_requests: counts.certificateRequests,
      webhooks: counts.webhooks,
      orders: counts.orders,
      application_documents: counts.applicationDocuments,
      acme_accounts: counts.acmeAccounts,
      pushes: counts.pushes,
      deployments: counts.deployments,
    },
    last_block: lastBlock,
    folders: manifest.folders,
    files: manifest.files,
    left_out: manifest.leftOut,
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Throws an Error that says what is wrong: also for a path that leads out of the backup, or to where no file belongs. */
export function parseManifest(text: string): BackupManifest {
  const content = objectIn(text)
  if (content['form'] !== form) throw new Error(`is not of the form "${form}"`)
  const engine = textIn(content, 'engine')
  if (engine !== 'sqlite' && engine !== 'postgres') throw new Error(`engine is ${JSON.stringify(engine)}`)
  const createdAt = Date.parse(textIn(content, 'created_at'))
  if (Number.isNaN(createdAt)) throw new Error('created_at is no time')
  const store = content['bucket_store']
  const files = listIn(content, 'files').map(fileOf)
  const database = backupNames.database[engine]
  if (!files.some(({ path }) => path === database)) throw new Error(`files lack ${database}`)
  return {
    createdAt,
    programVersion: textIn(content, 'program_version'),
    installation: textIn(content, 'installation'),
    engine,
    migrations: textsIn(content, 'migrations'),
    bucketStore: store === null ? null : textIn(content, 'bucket_store'),
    counts: countsOf(objectOf(content['counts'], 'counts')),
    lastBlock: lastBlockOf(content['last_block']),
    folders: textsIn(content, 'folders').map(checkedFolder),
    files,
    leftOut: textsIn(content, 'left_out'),
  }
}

const countsOf = (counts: Fields): BackupCounts => ({
  authorities: integerIn(counts, 'authorities'),
  certificates: integerIn(counts, 'certificates'),
  revoked: integerIn(counts, 'revoked'),
  auditRecords: integerIn(counts, 'audit_records'),
  hostedCertificates: laterCount(counts, 'hosted_certificates'),
  certificateRequests: laterCount(counts, 'certificate_requests'),
  webhooks: laterCount(counts, 'webhooks'),
  orders: laterCount(counts, 'orders'),
  applicationDocuments: laterCount(counts, 'application_documents'),
  acmeAccounts: laterCount(counts, 'acme_accounts'),
  pushes: laterCount(counts, 'pushes'),
  deployments: laterCount(counts, 'deployments'),
})

const laterCount = (counts: Fields, name: string): number | null =>
  (counts[name] ?? null) === null ? null : integerIn(counts, name)

function lastBlockOf(value: unknown): BackupManifest['lastBlock'] {
  if (value === null) return null
  const block = objectOf(value, 'last_block')
  return { number: integerIn(block, 'number'), hash: textIn(block, 'hash') }
}

function fileOf(value: unknown): BackupFile {
  const file = objectOf(value, 'files')
  const path = textIn(file, 'path')
  if (!isInBuckets(path) && !topFiles.has(path)) throw strayPath('files', path)
  return { path, size: integerIn(file, 'size'), sha256: textIn(file, 'sha256') }
}

function checkedFolder(path: string): string {
  if (path !== backupNames.buckets && !isInBuckets(path)) throw strayPath('folders', path)
  return path
}

const topFiles: ReadonlySet<string> = new Set([
  ...Object.values(backupNames.database),
  backupNames.trailEnd,
  ...carriedFiles,
])

function isInBuckets(path: string): boolean {
  const [first, ...rest] = path.split('/')
  const isPlain = (name: string) => !['', '.', '..'].includes(name) && !/[\\\0]/.test(name)
  return first === backupNames.buckets && rest.length > 0 && rest.every(isPlain)
}

const strayPath = (list: string, path: string) => new Error(`${list} name ${JSON.stringify(path)}`)
