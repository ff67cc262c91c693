import { certificates, secretLine, serviceUrl, word } from './identity-readers.ts'
import type { JsonFields } from './json-fields.ts'
import { integer, name, oneOf, path, type Reader } from './readers.ts'
import { readRulesFile } from './rules-file.ts'
import { type SettingValues, variableOf } from './settings.ts'
import {
  address,
  cloudId,
  commandWord,
  haproxyName,
  namespace,
  pathPattern,
  pattern,
  project,
  rotatedFile,
  runtimeSocket,
  serverName,
  urlPattern,
} from './target-readers.ts'
import type {
  DirectoryConfig,
  HaproxyConfig,
  HuaweicloudConfig,
  KubernetesConfig,
  PlaceConfig,
  ProbeConfig,
  TargetConfig,
  WebhookConfig,
} from './targets.ts'

const services = ['ELB', 'WAF', 'CDN'] as const
const everywhere = ['*', '']
const defaultPatienceSeconds = 10
/** CDN takes minutes. */
const defaultSettlingSeconds = 300

/** Where certificates go without a file: for every service and project a folder of our own. */
export const builtInTarget = (folder: string): TargetConfig => ({
  name: 'built-in',
  services,
  projects: everywhere,
  accounts: null,
  probe: null,
  patienceMs: defaultPatienceSeconds * 1000,
  kind: 'directory',
  folder,
  reload: null,
})

/** Undefined where no file is set. What is wrong is added to `faults`. */
export function readTargets(values: SettingValues, faults: string[]): readonly TargetConfig[] | undefined {
  const file = values['targets-file']
  if (file === undefined) return undefined
  return readRulesFile(variableOf('targets-file'), file, faults, (fields) => {
    const named = new Set<string>()
    return fields.objects('targets').map((entry) => {
      const target = targetOf(entry)
      if (named.has(target.name)) entry.fault(`is named ${target.name}, as another is`)
      named.add(target.name)
      return target
    })
  })
}

function targetOf(entry: JsonFields): TargetConfig {
  const probe = entry.object('probe')
  const accounts = entry.texts('accounts', word) ?? null
  const target = {
    name: entry.text('name', name),
    services: entry.texts('services', oneOf(...services)) ?? services,
    projects: entry.texts('projects', project) ?? everywhere,
    accounts,
    probe: probe ? probeOf(probe) : null,
    patienceMs: secondsOr(entry, 'patience_seconds', defaultPatienceSeconds),
    ...placeOf(entry, accounts),
  }
  entry.end()
  return target
}

const kinds = {
  directory: directoryOf,
  haproxy: haproxyOf,
  huaweicloud: huaweicloudOf,
  webhook: webhookOf,
  kubernetes: kubernetesOf,
}

type Accounts = TargetConfig['accounts']

function placeOf(entry: JsonFields, accounts: Accounts): PlaceConfig {
  const kind = entry.text('kind', oneOf(...(Object.keys(kinds) as (keyof typeof kinds)[])))
  // what kind it is was told as a fault
  return (kinds[kind] ?? directoryOf)(entry, accounts)
}

function directoryOf(entry: JsonFields): DirectoryConfig {
  const reload = entry.texts('reload', commandWord) ?? null
  if (reload?.length === 0) entry.fault('has a reload command without a program')
  return { kind: 'directory', folder: entry.text('folder', path), reload }
}

function haproxyOf(entry: JsonFields, accounts: Accounts): HaproxyConfig {
  return {
    kind: 'haproxy',
    socket: entry.text('socket', runtimeSocket),
    certificate: namedFor(entry, accounts, 'certificate', haproxyName),
    file: entry.has('file') ? namedFor(entry, accounts, 'file', pathPattern) : null,
    crtList: entry.textOr('crt_list', haproxyName, null),
  }
}

function huaweicloudOf(entry: JsonFields): HuaweicloudConfig {
  const endpoints = textsByName(entry, 'endpoints', serviceUrl)
  for (const service of Object.keys(endpoints)) {
    if (!services.some((known) => known === service))
      entry.fault(`has an endpoint of ${service}, which is none of ours`)
  }
  const domainId = entry.textOr('domain_id', cloudId, null)
  if ('CDN' in endpoints && domainId === null) entry.fault('must have a domain_id for CDN')
  return {
    kind: 'huaweicloud',
    endpoints,
    projectIds: textsByName(entry, 'project_ids', cloudId),
    domainId,
    accessKey: entry.text('access_key', word),
    secretKey: entry.text('secret_key_file', secretLine('secret_key_file')),
    certificates: entry.textOr('ca_file', certificates, null),
    settlingMs: secondsOr(entry, 'settling_seconds', defaultSettlingSeconds),
  }
}

/** Who takes a certificate with 200 has said so, and has not shown it. */
function webhookOf(entry: JsonFields): WebhookConfig {
  if (!entry.has('probe') && !entry.has('read_url')) entry.fault('must have a probe or a read_url')
  return {
    kind: 'webhook',
    url: entry.text('url', serviceUrl),
    secret: entry.text('secret_file', secretLine('secret_file')),
    readUrl: entry.textOr('read_url', urlPattern, null),
    certificates: entry.textOr('ca_file', certificates, null),
  }
}

function kubernetesOf(entry: JsonFields, accounts: Accounts): KubernetesConfig {
  return {
    kind: 'kubernetes',
    url: entry.text('url', serviceUrl),
    namespace: entry.text('namespace', namespace),
    secret: namedFor(entry, accounts, 'secret', pattern),
    tokenFile: entry.text('token_file', rotatedFile),
    certificates: entry.textOr('ca_file', certificates, null),
  }
}

function textsByName(entry: JsonFields, field: string, read: Reader<string>): Record<string, string> {
  const fields = entry.object(field)
  return Object.fromEntries(fields?.names().map((key) => [key, fields.text(key, read)]) ?? [])
}

/** Accounts that shared names would replace each other's certificates. */
function namedFor(entry: JsonFields, accounts: Accounts, field: string, read: Reader<string>): string {
  const pattern = entry.text(field, read)
  // undefined where it was faulty
  const isShared = pattern?.includes('{account}') === false
  if (isShared && accounts?.length !== 1) {
    entry.fault(`must hold {account} in its ${field}, or be for one account alone`)
  }
  return pattern
}

function probeOf(fields: JsonFields): ProbeConfig {
  const probe = {
    ...fields.text('address', address),
    serverName: fields.textOr('server_name', serverName, null),
    patienceMs: secondsOr(fields, 'patience_seconds', defaultPatienceSeconds),
  }
  fields.end()
  return probe
}

const secondsOr = (fields: JsonFields, field: string, fallback: number) =>
  fields.numberOr(field, integer(1, 3_600), fallback) * 1000
