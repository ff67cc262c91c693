import { isIP } from 'node:net'
import type { AuditSinkPlace } from './audit-sinks.ts'
import type { ExternalIdentityConfig } from './external-identity.ts'
import type { IssuersConfig } from './issuers.ts'
import type { MailConfig } from './mail.ts'
import type { AccountNumbers } from './readers.ts'
import type { TargetConfig } from './targets.ts'

/** What the product is run with: read once, checked, frozen. Folders and files are absolute paths. */
export interface Config {
  readonly dataFolder: string
  /** `https:` or `http:` */
  readonly listen: URL
  readonly tlsFiles: { readonly certificate: string; readonly key: string } | null
  /** Base URLs have no closing slash. */
  readonly apiUrl: string
  readonly trustedProxies: readonly string[]
  /** The same URL as `listen` when both share one listener. */
  readonly pkiListen: URL
  readonly publicUrl: string
  readonly databaseUrl: string
  readonly buckets: BucketPlace
  readonly masterKeyFile: string
  readonly region: string
  readonly authorityQuota: AccountNumbers
  readonly certificateQuota: AccountNumbers
  readonly hostedCertificateQuota: AccountNumbers
  readonly rsaPoolSizes: { readonly 2048: number; readonly 4096: number }
  /** How `server.pfx` is protected: for what is maintained, or for old Windows and Java. */
  readonly pfxProfile: 'modern' | 'legacy'
  readonly acceptsUnsignedPayload: boolean
  /** Null: only administrators of the installation see the metrics. */
  readonly metricsToken: string | null
  readonly auditSinks: readonly AuditSinkPlace[]
  /** What deliveries to webhooks are signed with. */
  readonly auditWebhookSecret: string | null
  /** Null: records are kept for ever. */
  readonly auditRetentionDays: number | null
  readonly externalIdentity: ExternalIdentityConfig
  readonly issuers: IssuersConfig
  /** Null: no mail is sent. */
  readonly mail: MailConfig | null
  /** Where certificates are pushed to; the first that fits is taken. */
  readonly pushTargets: readonly TargetConfig[]
  /** Networks that addresses given by tenants may lie in, beside public ones. */
  readonly outboundAllow: readonly string[]
  /** What domain proofs are looked up with: addresses with or without ports; null for the system's. */
  readonly dnsServers: readonly string[] | null
  readonly logLevel: string
}

export interface BucketCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary keys. */
  readonly sessionToken?: string
}

/** A store that speaks S3, without the key to it. */
export interface ObjectStore {
  readonly kind: 's3'
  /** `https://host` or `http://host:port`, and nothing behind. */
  readonly endpoint: string
  readonly region: string
  /** The bucket in the path, not in the host's name. */
  readonly isPathStyle: boolean
}

/** Where revocation lists are published. */
export type BucketPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | (ObjectStore & { readonly credentials: BucketCredentials })

/** Whether a host of a URL stands for every address of the machine, and so for none that a client could use. */
export const isWildcard = (hostname: string): boolean => /^(0\.0\.0\.0|\[?::\]?)$/.test(hostname)

/** Whether a host of a URL can be reached from this machine only. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}
