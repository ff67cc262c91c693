import { auditSinks } from './audit-sinks.ts'
import { bucketsUrl } from './buckets-url.ts'
import { word } from './identity-readers.ts'
import { host, mailSender, smtpTls } from './mail-readers.ts'
import {
  accountNumbers,
  addressList,
  boolean,
  httpUrl,
  integer,
  logLevel,
  name,
  nameServers,
  path,
  pfxProfile,
  type Reader,
  type ReaderValue,
  url,
} from './readers.ts'

/** One setting: what it is for, how its text is read, and what it is when nothing says otherwise. */
export interface Setting<Value> {
  readonly description: string
  readonly read: Reader<Value>
  /** Absent: derived from others when the configuration is made. */
  readonly fallback?: string
}

const setting = <Value>(description: string, read: Reader<Value>, fallback?: string): Setting<Value> => ({
  description,
  read,
  ...(fallback !== undefined && { fallback }),
})

/**
 * Every setting, by the name that its flag has (`--data-dir`); its variable is `CHANCERY_DATA_DIR`, its key in the
 * configuration file `data_dir`. `chancery serve --help` is made from here.
 */
export const settings = {
  'data-dir': setting('folder for the database, keys and credentials', path, './data'),
  listen: setting('address of the API; http:// serves plain HTTP', httpUrl, 'https://127.0.0.1:8443'),
  'allow-plain-http': setting('allow plain HTTP off loopback', boolean, 'false'),
  'tls-cert-file': setting('own certificate of the API, with its chain; reloaded when it changes', path),
  'tls-key-file': setting('key of that certificate', path),
  'api-url': setting('base of links in answers and mail; default: the listen URL', httpUrl),
  'trusted-proxies': setting(
    'addresses or CIDRs whose X-Forwarded-For is believed, by commas',
    addressList,
    '',
  ),
  'pki-listen': setting(
    'address of public CRLs, OCSP and CA certificates, plain HTTP; default: the listen host at the next port',
    httpUrl,
  ),
  'public-url': setting('base of URLs written into certificates; default: the PKI listen URL', httpUrl),
  'database-url': setting('sqlite:<file> or postgres://…; default: a file in the data folder', url),
  'buckets-url': setting(
    'where CRLs are published: s3://<host>, an OBS endpoint, or file:<folder>, alone in the data folder',
    bucketsUrl,
    'file:',
  ),
  'buckets-credentials-file': setting(
    'access key of that store, JSON or ini; default: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    path,
  ),
  'master-key-file': setting('the key above all keys; default: master.key in the data folder', path),
  region: setting('name of the region, and of the first project', name, 'cn-north-4'),
  'ca-quota': setting(
    'CAs that an account may have; single accounts by name: 100,acme=500',
    accountNumbers(0, 1_000_000),
    '100',
  ),
  'certificate-quota': setting(
    'certificates that an account may have; single accounts by name: 100000,acme=500000',
    accountNumbers(0, 1_000_000_000),
    '100000',
  ),
  'hosted-certificate-quota': setting(
    'hosted certificates that an account may have; single accounts by name: 100000,acme=500',
    accountNumbers(0, 1_000_000_000),
    '100000',
  ),
  'rsa-pool-size': setting('RSA 2048 keys made ahead, in memory', integer(0, 1000), '16'),
  'rsa4096-pool-size': setting('RSA 4096 keys made ahead, in memory', integer(0, 100), '2'),
  'pfx-profile': setting('modern, or legacy: server.pfx for old Windows and Java', pfxProfile, 'modern'),
  'allow-unsigned-payload': setting('accept signatures without the body, over TLS only', boolean, 'false'),
  'metrics-token-file': setting(
    'token that shows GET /metrics, in a file of mode 0600; default: administrators only',
    path,
  ),
  'audit-sinks': setting(
    'where copies of the audit trail go: file:/<path>, syslog+tcp:// or syslog+udp://, https://…, by commas',
    auditSinks,
    '',
  ),
  'audit-webhook-secret-file': setting(
    'what deliveries to https:// sinks are signed with, in a file of mode 0600',
    path,
  ),
  'audit-retention-days': setting(
    'audit records are removed so many days after they were sealed; default: never',
    integer(1, 36_500),
  ),
  'external-identity-file': setting(
    "rules for users of a Keystone and of OpenID providers, JSON; default: nobody's word counts",
    path,
  ),
  'issuers-file': setting(
    'ACME authorities, which brand is issued by whom, and DNS zones that may be changed to prove domains, JSON; default: every brand is issued here',
    path,
  ),
  'smtp-host': setting('mail server for expiry notices; default: no mail is sent', host),
  'smtp-port': setting('its port; default: 465 for implicit TLS, else 587', integer(1, 65_535)),
  'smtp-tls': setting('starttls (required, not tried), implicit or none', smtpTls, 'starttls'),
  'smtp-ca-file': setting(
    'authorities that its certificate is judged by, PEM; default: the public ones',
    path,
  ),
  'smtp-user': setting('user to sign in as', word),
  'smtp-password-file': setting('password of that user, in a file of mode 0600', path),
  'mail-from': setting('sender of mail: an address, or Name <address>', mailSender),
  'targets-file': setting(
    'where certificates are pushed to, JSON; default: the folder push-targets in the data folder',
    path,
  ),
  'outbound-allow': setting(
    'networks that addresses given by tenants may lie in, beside public ones: CIDRs by commas',
    addressList,
    '',
  ),
  'dns-servers': setting(
    'name servers that domain proofs are looked up with: addresses, each with or without :port, by commas; default: those of the system',
    nameServers,
  ),
  'log-level': setting(
    'fatal, error, warn, info, debug (a line for each request) or silent',
    logLevel,
    'info',
  ),
} as const satisfies Record<string, Setting<unknown>>

export type SettingName = keyof typeof settings

/** The settings as they were read; what has no fallback may be absent. */
export type SettingValues = {
  readonly [Name in SettingName]: (typeof settings)[Name] extends { readonly read: infer Read }
    ? ReaderValue<Read> | undefined
    : never
}

export const settingNames = Object.keys(settings) as SettingName[]
export const variableOf = (settingName: SettingName) =>
  `CHANCERY_${settingName.replaceAll('-', '_').toUpperCase()}`
export const fileKeyOf = (settingName: SettingName) => settingName.replaceAll('-', '_')
