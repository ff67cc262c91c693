import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { bucketCredentials } from './bucket-credentials.ts'
import { type BucketCredentials, type Config, isLoopback } from './config.ts'
import type { ExternalIdentityConfig } from './external-identity.ts'
import type { IssuersConfig } from './issuers.ts'
import { issuersOf } from './issuers-file.ts'
import { type MailConfig, mailContradictions, mailOf } from './mail.ts'
import { externalIdentity } from './read-external-identity.ts'
import { builtInTarget, readTargets } from './read-targets.ts'
import {
  fileKeyOf,
  type SettingName,
  type SettingValues,
  settingNames,
  settings,
  variableOf,
} from './settings.ts'
import type { TargetConfig } from './targets.ts'
import { tokenIn } from './token-file.ts'

/** Settings that can't be served with. Every fault, each naming where it stands. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
  }
}

export interface ConfigSources {
  /** What the command line said, by setting name; `config` names the configuration file. */
  readonly flags: Readonly<Record<string, string | undefined>>
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Flag, else variable, else file, else default. Throws a `ConfigError` with every fault at once. */
export function loadConfig({ flags, environment }: ConfigSources): Config {
  const faults: string[] = []
  const file = readFile(flags['config'] ?? environment['CHANCERY_CONFIG'], faults)
  const values: Partial<Record<SettingName, unknown>> = {}
  for (const name of settingNames) {
    const { text, source } = textOf(name, flags, environment, file)
    if (text === undefined) continue
    try {
      values[name] = settings[name].read(text)
    } catch (error) {
      // a URL may hold a password
      const shown = /-(url|sinks)$/.test(name) || text.includes('@') ? '' : `; it is ${JSON.stringify(text)}`
      faults.push(`${source} must be ${(error as Error).message}${shown}`)
    }
  }
  for (const variable of unknownVariables(environment)) faults.push(`${variable} is no setting`)
  faults.push(...contradictionsOf(values as SettingValues))
  const credentials = bucketCredentials(values as SettingValues, environment, faults)
  const metricsToken = tokenIn('metrics-token-file', values as SettingValues, faults)
  const auditWebhookSecret = tokenIn('audit-webhook-secret-file', values as SettingValues, faults)
  const mail = mailOf(values as SettingValues, faults)
  const external = externalIdentity(values as SettingValues, faults)
  const issuing = issuersOf(values as SettingValues, faults)
  const targets = readTargets(values as SettingValues, faults)
  if (faults.length > 0) throw new ConfigError(faults)
  const files = {
    credentials,
    metricsToken,
    auditWebhookSecret,
    externalIdentity: external,
    issuers: issuing,
    mail,
    targets,
  }
  return Object.freeze(complete(values as SettingValues, files))
}

function textOf(
  name: SettingName,
  flags: ConfigSources['flags'],
  environment: ConfigSources['environment'],
  file: Readonly<Record<string, string>>,
): { text?: string | undefined; source: string } {
  const flag = flags[name]
  if (flag !== undefined) return { text: flag, source: `--${name}` }
  const variable = environment[variableOf(name)]
  if (variable !== undefined && variable !== '') return { text: variable, source: variableOf(name) }
  const entry = file[fileKeyOf(name)]
  if (entry !== undefined) return { text: entry, source: `${fileKeyOf(name)} in the configuration file` }
  return { text: (settings[name] as { fallback?: string }).fallback, source: name }
}

/** A JSON object with the settings' names in snake_case. */
function readFile(path: string | undefined, faults: string[]): Readonly<Record<string, string>> {
  if (path === undefined || path === '') return {}
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof content !== 'object' || content === null || Array.isArray(content))
      throw new Error('no object')
    const known = new Set(settingNames.map(fileKeyOf))
    for (const key of Object.keys(content)) {
      if (!known.has(key)) faults.push(`${key} in the configuration file ${path} is no setting`)
    }
    return Object.fromEntries(Object.entries(content).map(([key, value]) => [key, String(value)]))
  } catch (error) {
    faults.push(
      `the configuration file ${path} can not be read as a JSON object: ${(error as Error).message}`,
    )
    return {}
  }
}

/** A misspelt variable would otherwise be a default that nobody asked for. `CHANCERY_TEST_…` belongs to the tests. */
function unknownVariables(environment: ConfigSources['environment']): string[] {
  const known = new Set<string>([...settingNames.map(variableOf), 'CHANCERY_CONFIG'])
  return Object.keys(environment).filter(
    (key) => key.startsWith('CHANCERY_') && !key.startsWith('CHANCERY_TEST_') && !known.has(key),
  )
}

/** What the files say that settings name. */
interface NamedFiles {
  readonly credentials: BucketCredentials | undefined
  readonly metricsToken: string | null
  readonly auditWebhookSecret: string | null
  readonly externalIdentity: ExternalIdentityConfig
  readonly issuers: IssuersConfig
  readonly mail: MailConfig | null
  /** Undefined where no file is set. */
  readonly targets: readonly TargetConfig[] | undefined
}

function complete(values: SettingValues, { credentials, targets, ...files }: NamedFiles): Config {
  const dataFolder = required(values['data-dir'])
  const listen = required(values.listen)
  const pkiListen = values['pki-listen'] ?? defaultPkiListen(listen)
  return {
    dataFolder,
    listen,
    tlsFiles: tlsFilesOf(values),
    apiUrl: baseOf(values['api-url'] ?? listen),
    trustedProxies: required(values['trusted-proxies']),
    pkiListen,
    publicUrl: baseOf(values['public-url'] ?? pkiListen),
    databaseUrl: databaseUrlOf(values['database-url'] ?? 'sqlite:', dataFolder),
    buckets: bucketPlaceOf(required(values['buckets-url']), dataFolder, credentials),
    masterKeyFile: values['master-key-file'] ?? join(dataFolder, 'master.key'),
    region: required(values.region),
    authorityQuota: required(values['ca-quota']),
    certificateQuota: required(values['certificate-quota']),
    hostedCertificateQuota: required(values['hosted-certificate-quota']),
    rsaPoolSizes: { 2048: required(values['rsa-pool-size']), 4096: required(values['rsa4096-pool-size']) },
    pfxProfile: required(values['pfx-profile']),
    acceptsUnsignedPayload: required(values['allow-unsigned-payload']) && listen.protocol === 'https:',
    auditSinks: required(values['audit-sinks']),
    auditRetentionDays: values['audit-retention-days'] ?? null,
    pushTargets: targets ?? [builtInTarget(join(dataFolder, 'push-targets'))],
    outboundAllow: required(values['outbound-allow']),
    dnsServers: values['dns-servers'] ?? null,
    ...files,
    logLevel: required(values['log-level']),
  }
}

/** A SQLite file by its absolute path; `sqlite:` alone is the file in the data folder. */
function databaseUrlOf(url: string, dataFolder: string): string {
  if (!url.startsWith('sqlite:')) return url
  const file = url.slice('sqlite:'.length)
  return `sqlite:${file === '' ? join(dataFolder, 'chancery.db') : resolve(file)}`
}

/** `file:` alone is the folder in the data folder. */
function bucketPlaceOf(
  place: NonNullable<SettingValues['buckets-url']>,
  dataFolder: string,
  credentials: BucketCredentials | undefined,
): Config['buckets'] {
  if (place.kind === 's3') return { ...place, credentials: required(credentials) }
  return { kind: 'folder', folder: place.folder ?? join(dataFolder, 'buckets') }
}

/** Settings with a default are always there. */
function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a setting without a default is missing')
  return value
}

function tlsFilesOf(values: SettingValues): Config['tlsFiles'] {
  const certificate = values['tls-cert-file']
  const key = values['tls-key-file']
  return certificate !== undefined && key !== undefined ? { certificate, key } : null
}

/** The next port over TLS, because CRLs and OCSP are fetched in the clear; else the same listener. */
function defaultPkiListen(listen: URL): URL {
  if (listen.protocol === 'http:') return listen
  const pki = new URL(listen)
  pki.protocol = 'http:'
  return new URL(`http://${listen.hostname}:${portOf(listen) + 1}`)
}

/** Without a closing slash, so that paths can be appended. */
const baseOf = (base: URL) => base.href.replace(/\/$/, '')

const portOf = ({ port, protocol }: URL) => Number(port || (protocol === 'https:' ? 443 : 80))

/** What does not go together; a setting that could not be read contradicts nothing. */
function contradictionsOf(values: SettingValues): string[] {
  const { listen } = values
  const pkiListen = values['pki-listen']
  const isExposed = listen?.protocol === 'http:' && !isLoopback(listen.hostname)
  const checks: readonly (readonly [isBroken: boolean, fault: string])[] = [
    [
      isExposed && values['allow-plain-http'] !== true,
      'CHANCERY_LISTEN is plain http off loopback: set CHANCERY_ALLOW_PLAIN_HTTP=true if that is meant',
    ],
    [
      (values['tls-cert-file'] === undefined) !== (values['tls-key-file'] === undefined),
      'CHANCERY_TLS_CERT_FILE and CHANCERY_TLS_KEY_FILE must be set together',
    ],
    [
      pkiListen === undefined && listen?.protocol === 'https:' && portOf(listen) === 65_535,
      'CHANCERY_PKI_LISTEN must be set: there is no port after that of CHANCERY_LISTEN',
    ],
    [pkiListen !== undefined && pkiListen.protocol !== 'http:', 'CHANCERY_PKI_LISTEN must be http://'],
    [
      listen !== undefined &&
        pkiListen !== undefined &&
        portOf(pkiListen) === portOf(listen) &&
        pkiListen.href !== listen.href,
      'CHANCERY_PKI_LISTEN and CHANCERY_LISTEN can not share a port',
    ],
    [
      !/^(sqlite:|postgres(ql)?:\/\/)/.test(values['database-url'] ?? 'sqlite:'),
      'CHANCERY_DATABASE_URL must be sqlite:<file> or postgres://…',
    ],
    [
      values['buckets-credentials-file'] !== undefined && values['buckets-url']?.kind === 'folder',
      'CHANCERY_BUCKETS_CREDENTIALS_FILE is for a CHANCERY_BUCKETS_URL of S3 or OBS',
    ],
    [
      values['audit-sinks']?.some(({ kind }) => kind === 'webhook') === true &&
        values['audit-webhook-secret-file'] === undefined,
      'CHANCERY_AUDIT_WEBHOOK_SECRET_FILE must be set for the https:// sinks of CHANCERY_AUDIT_SINKS',
    ],
  ]
  return [...checks, ...mailContradictions(values)].filter(([isBroken]) => isBroken).map(([, fault]) => fault)
}
