/** For whom a place is that certificates are pushed to, and how it is looked at. */
interface TargetScope {
  readonly name: string
  readonly services: readonly TargetService[]
  /** `*` for any by name; empty for what is everywhere. */
  readonly projects: readonly string[]
  /** Accounts by their names; null for all. */
  readonly accounts: readonly string[] | null
  /** A server that shows in a handshake which certificate it has. */
  readonly probe: ProbeConfig | null
  /** How long one answer may take. */
  readonly patienceMs: number
}

export type TargetService = 'ELB' | 'WAF' | 'CDN'

export interface ProbeConfig {
  readonly host: string
  readonly port: number
  /** Null: the certificate's first name. */
  readonly serverName: string | null
  readonly patienceMs: number
}

export interface DirectoryConfig {
  readonly kind: 'directory'
  readonly folder: string
  /** Program and arguments; run without a shell. */
  readonly reload: readonly string[] | null
}

export interface HaproxyConfig {
  readonly kind: 'haproxy'
  readonly socket: { readonly path: string } | { readonly host: string; readonly port: number }
  /** Patterns of names. */
  readonly certificate: string
  readonly file: string | null
  readonly crtList: string | null
}

export interface HuaweicloudConfig {
  readonly kind: 'huaweicloud'
  readonly endpoints: Readonly<Partial<Record<TargetService, string>>>
  /** Ids by names. */
  readonly projectIds: Readonly<Record<string, string>>
  readonly domainId: string | null
  readonly accessKey: string
  readonly secretKey: string
  readonly certificates: string | null
  readonly settlingMs: number
}

export interface WebhookConfig {
  readonly kind: 'webhook'
  readonly url: string
  readonly secret: string
  /** A pattern. */
  readonly readUrl: string | null
  readonly certificates: string | null
}

export interface KubernetesConfig {
  readonly kind: 'kubernetes'
  readonly url: string
  readonly namespace: string
  /** A pattern of names. */
  readonly secret: string
  /** Read anew for each request. */
  readonly tokenFile: string
  readonly certificates: string | null
}

export type PlaceConfig =
  | DirectoryConfig
  | HaproxyConfig
  | HuaweicloudConfig
  | WebhookConfig
  | KubernetesConfig
export type TargetConfig = TargetScope & PlaceConfig
