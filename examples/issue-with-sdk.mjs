// Creates a root CA and a subordinate CA, issues a server certificate and writes it for nginx,
// with nothing but the vendor's own SDK core and AK/SK. Usage:
//   NODE_EXTRA_CA_CERTS=data/ca.pem node examples/issue-with-sdk.mjs data/credentials.json out
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const { ClientBuilder } = require('@huaweicloud/huaweicloud-sdk-core/ClientBuilder')
const { GlobalCredentials } = require('@huaweicloud/huaweicloud-sdk-core')
// the SDK writes credentials and bodies of failed requests to stdout
require('log4js').configure({
  appenders: { out: { type: 'stdout' } },
  categories: { default: { appenders: ['out'], level: 'off' } },
})

const [credentialsFile = 'data/credentials.json', folder = 'out'] = process.argv.slice(2)
const credentials = JSON.parse(readFileSync(credentialsFile, 'utf8'))
const client = new ClientBuilder((http) => http)
  .withCredential(
    new GlobalCredentials()
      .withAk(credentials.access_key)
      .withSk(credentials.secret_key)
      .withDomainId(credentials.domain.id),
  )
  .withEndpoint(credentials.endpoint)
  .build()

const post = (url, data = {}) =>
  client.sendRequest({
    method: 'POST',
    url,
    contentType: 'application/json',
    headers: {},
    pathParams: {},
    queryParams: {},
    data,
  })

const subject = (common_name) => ({
  common_name,
  country: 'CN',
  state: 'Sichuan',
  locality: 'Chengdu',
  organization: 'Example',
  organizational_unit: 'Platform',
})

const root = await post('/v1/private-certificate-authorities', {
  type: 'ROOT',
  distinguished_name: subject('Example Root CA'),
  key_algorithm: 'EC384',
  signature_algorithm: 'SHA384',
  validity: { type: 'YEAR', value: 20 },
})
const subordinate = await post('/v1/private-certificate-authorities', {
  type: 'SUBORDINATE',
  distinguished_name: subject('Example Server CA'),
  key_algorithm: 'EC256',
  signature_algorithm: 'SHA256',
  issuer_id: root.ca_id,
  validity: { type: 'YEAR', value: 10 },
})
const { certificate_id } = await post('/v1/private-certificates', {
  issuer_id: subordinate.ca_id,
  key_algorithm: 'EC256',
  signature_algorithm: 'SHA256',
  distinguished_name: { common_name: 'www.example.test' },
  subject_alternative_names: [{ type: 'DNS', value: 'www.example.test' }],
  extended_key_usage: { server_auth: true },
  validity: { type: 'DAY', value: 90 },
})
const exported = await post(`/v1/private-certificates/${certificate_id}/export`, {
  type: 'NGINX',
  is_compressed: 'false',
})
const { certificate: rootPem } = await post(`/v1/private-certificate-authorities/${root.ca_id}/export`)

mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'root.pem'), rootPem)
writeFileSync(join(folder, 'server.crt'), exported.certificate + exported.certificate_chain)
writeFileSync(join(folder, 'server.key'), exported.private_key, { mode: 0o600 })
console.log(`certificate ${certificate_id} for www.example.test in ${folder}`)
