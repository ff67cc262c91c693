import type {
  EntitlementConfig,
  ExternalIdentityConfig,
  KeystoneConfig,
  ProviderConfig,
} from './external-identity.ts'
import { certificates, issuer, secretLine, serviceUrl, word } from './identity-readers.ts'
import type { JsonFields } from './json-fields.ts'
import { readRulesFile } from './rules-file.ts'
import { type SettingValues, variableOf } from './settings.ts'

const none: ExternalIdentityConfig = { keystone: null, providers: [] }

/** Whose word counts; nobody's where no file is set. What is wrong is added to `faults`. */
export function externalIdentity(values: SettingValues, faults: string[]): ExternalIdentityConfig {
  const file = values['external-identity-file']
  if (file === undefined) return none
  const read = readRulesFile(variableOf('external-identity-file'), file, faults, (fields) => {
    const keystone = fields.object('keystone')
    return { keystone: keystone ? keystoneOf(keystone) : null, providers: providersOf(fields) }
  })
  return read ?? none
}

function keystoneOf(fields: JsonFields): KeystoneConfig {
  const keystone = {
    endpoint: fields.text('endpoint', serviceUrl)?.replace(/\/v3$/, ''),
    certificates: fields.textOr('ca_file', certificates, null),
    domains: fields.objects('domains').map(domainOf),
    ...entitlementsOf(fields),
  }
  fields.end()
  return keystone
}

/** By id or by name, never by either: on a service of others a domain may be named like the id of yours. */
function domainOf(fields: JsonFields): KeystoneConfig['domains'][number] {
  const account = fields.text('account', word)
  const domain = fields.has('id')
    ? { id: fields.text('id', word), account }
    : { name: fields.text('name', word), account }
  fields.end()
  return domain
}

function providersOf(fields: JsonFields): readonly ProviderConfig[] {
  const providers = fields.object('oidc')
  const read = providers?.names().map((id) => {
    if (!isProviderId(id)) providers.fault(`may not have a provider called ${JSON.stringify(id)}`)
    return providerOf(id, providers.object(id) ?? providers)
  })
  return read ?? []
}

/** It stands in paths and in the ids of users, where those of a Keystone begin with this. */
const isProviderId = (id: string) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(id) && id !== 'keystone'

function providerOf(id: string, fields: JsonFields): ProviderConfig {
  const provider = {
    id,
    issuer: fields.text('issuer', issuer),
    certificates: fields.textOr('ca_file', certificates, null),
    clientId: fields.text('client_id', word),
    clientSecret: fields.textOr('client_secret_file', secretLine('client_secret_file'), null),
    scopes: fields.texts('scopes', word) ?? ['openid', 'profile'],
    account: fields.text('account', word),
    claim: fields.textOr('claim', word, 'groups'),
    nameClaim: fields.textOr('name_claim', word, 'preferred_username'),
    ...entitlementsOf(fields),
  }
  if (!provider.scopes.includes('openid')) fields.fault('must have openid among its scopes')
  fields.end()
  return provider
}

function entitlementsOf(fields: JsonFields): EntitlementConfig {
  return { groups: rulesOf(fields.object('groups')), systemRoles: rulesOf(fields.object('system_roles')) }
}

const rulesOf = (fields: JsonFields | undefined): ReadonlyMap<string, readonly string[]> =>
  new Map(fields?.names().map((name) => [name, fields.texts(name, word) ?? []]))
