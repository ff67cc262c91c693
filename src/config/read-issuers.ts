import { certificates, secretLine, serviceUrl, word } from './identity-readers.ts'
import type { AcmeIssuerConfig, IssuersConfig } from './issuers.ts'
import type { JsonFields } from './json-fields.ts'
import type { Reader } from './readers.ts'

const builtIn = 'built-in'
const brandNames = ['GEOTRUST', 'GLOBALSIGN', 'SYMANTEC', 'CFCA', 'TRUSTASIA', 'VTRUS', 'DIGICERT', '*']

/** Who issues for which brand; ourselves where nothing is said. What is wrong is added to the fields' faults. */
export function readIssuers(fields: JsonFields): Pick<IssuersConfig, 'authorities' | 'brands'> {
  const authorities = authoritiesOf(fields)
  const names = new Set([builtIn, ...authorities.map(({ name }) => name)])
  return { authorities, brands: brandsOf(fields, names) }
}

function authoritiesOf(fields: JsonFields): readonly AcmeIssuerConfig[] {
  const named = fields.object('issuers')
  const read = named?.names().map((name) => {
    if (!isIssuerName(name)) named.fault(`may not have an issuer called ${JSON.stringify(name)}`)
    return authorityOf(name, named.object(name) ?? named)
  })
  return read ?? []
}

/** It is kept with orders, and stands in lists and logs. */
const isIssuerName = (name: string) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name) && name !== builtIn

function authorityOf(name: string, fields: JsonFields): AcmeIssuerConfig {
  fields.text('kind', acme)
  const externalAccount = fields.object('eab')
  const authority = {
    name,
    directoryUrl: fields.text('directory', directoryUrl),
    certificates: fields.textOr('ca_file', certificates, null),
    contact: fields.texts('contact', mailUrl) ?? [],
    externalAccount: externalAccount ? externalAccountOf(externalAccount) : null,
    preferredChain: fields.textOr('preferred_chain', word, null),
    validatesOrganizations: fields.booleanOr('validates_organizations', false),
  }
  fields.end()
  return authority
}

function externalAccountOf(fields: JsonFields) {
  const account = {
    keyId: fields.text('key_id', word),
    hmacKey: fields.text('hmac_key_file', macKeyFile),
  }
  fields.end()
  return account
}

const acme: Reader<'acme'> = (text) => {
  if (text !== 'acme') throw new Error('acme')
  return text
}

/** Sent as it is, for some authorities have one directory for each customer. */
const directoryUrl: Reader<string> = (text) => {
  serviceUrl(text)
  return text
}

const mailUrl: Reader<string> = (text) => {
  if (!/^mailto:[^\s?,@]{1,64}@[^\s?,@]{1,250}$/.test(text)) throw new Error('mailto: and one address')
  return text
}

/** 16 octets and more, as authorities give them out. */
const macKeyFile: Reader<string> = (text) => {
  const key = secretLine('hmac_key_file')(text)
  if (!/^[\w-]{22,}=*$/.test(key)) throw new Error('a file with a key in base64url')
  return key
}

function brandsOf(fields: JsonFields, known: ReadonlySet<string>): ReadonlyMap<string, string> {
  const brands = fields.object('brands')
  const issuerName: Reader<string> = (text) => {
    if (!known.has(text)) throw new Error(`${builtIn} or the name of an issuer`)
    return text
  }
  for (const name of brands?.names() ?? []) {
    if (!brandNames.includes(name))
      brands?.fault(`knows no brand ${name}: there are ${brandNames.join(', ')}`)
  }
  return new Map(brands?.names().map((name) => [name, brands.text(name, issuerName)]))
}
