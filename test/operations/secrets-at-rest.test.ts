import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { takeToken } from '../api/iam-v3/sign-in.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { keyPem, make } from '../api/scm-v3/certificates.ts'
import { hosted, importBody, importCertificate } from '../api/scm-v3/support.ts'
import { auditRows } from './audit-rows.ts'

/** These two are for the administrator and hold secrets by their purpose. */
const keptInTheClear = ['credentials.json', 'master.key']

describe('secrets at rest', () => {
  let server: RunningServer
  const secrets = new Map<string, Buffer>()

  /** A secret in the forms that it could be found in. */
  function remember(name: string, bytes: Buffer): void {
    secrets.set(name, bytes)
    secrets.set(`${name} in hexadecimal`, Buffer.from(bytes.toString('hex')))
    secrets.set(`${name} in HEXADECIMAL`, Buffer.from(bytes.toString('hex').toUpperCase()))
    for (const shift of [0, 1, 2]) {
      const aligned = bytes.subarray(shift, shift + Math.floor((bytes.length - shift) / 3) * 3)
      secrets.set(`${name} in base64 from octet ${shift}`, Buffer.from(aligned.toString('base64')))
      secrets.set(`${name} in base64url from octet ${shift}`, Buffer.from(aligned.toString('base64url')))
    }
  }

  function rememberKey(name: string, pem: string): void {
    const jwk = createPrivateKey(pem).export({ format: 'jwk' })
    remember(`the private number of ${name}`, Buffer.from(jwk.d ?? '', 'base64url'))
    if (jwk.p) remember(`the first prime of ${name}`, Buffer.from(jwk.p, 'base64url'))
    for (const [index, line] of pem.split(/\r?\n/).entries()) {
      if (/^[A-Za-z0-9+/]{40,}={0,2}$/.test(line)) secrets.set(`line ${index} of ${name}`, Buffer.from(line))
    }
  }

  before(async () => {
    server = await startServer({ 'rsa-pool-size': '1' })
    const { api, credentials } = server
    const rootId = (await api('POST', authorities, rootBody('Findable Root'))).body.ca_id
    for (const algorithm of ['EC256', 'EC384', 'RSA2048']) {
      const issued = await api('POST', certificates, { ...issueBody(rootId), key_algorithm: algorithm })
      const exported = await api('POST', `${certificates}/${issued.body.certificate_id}/export`, {
        type: 'OTHER',
        is_compressed: false,
      })
      rememberKey(algorithm, exported.body.private_key)
    }
    const brought = make()
    await importCertificate(api, importBody(brought))
    rememberKey('an imported key', keyPem(brought))
    await api('POST', `${hosted}/import`, importBody(brought, { certificate: make().pem }))
    const token = await takeToken(server)
    await server.as({ token })('GET', authorities)
    remember('a token', Buffer.from(token))
    remember('the octets of a token', Buffer.from(token, 'base64url'))
    remember('the secret key', Buffer.from(credentials.secret_key))
    remember('the password', Buffer.from(credentials.user.password))
    await server.as({ accessKey: credentials.access_key, secretKey: 'guess' })('GET', authorities)
    await server.as('nobody')('POST', '/v3/auth/tokens', {
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { id: credentials.user.id, password: 'a-wrong-password-of-mine' } },
        },
      },
    })
    remember('a wrong password', Buffer.from('a-wrong-password-of-mine'))
    const masterKey = readFileSync(join(server.dataFolder, 'master.key'), 'utf8').trim()
    remember('the master key', Buffer.from(masterKey, 'base64'))
  })
  after(() => server.close())

  const files = () =>
    readdirSync(server.dataFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !keptInTheClear.includes(entry.name))
      .map((entry) => ({ name: entry.name, bytes: readFileSync(join(entry.parentPath, entry.name)) }))

  test('none is in any file of the data folder, in no form', () => {
    assert.ok(secrets.size > 80, `only ${secrets.size} forms were remembered`)
    for (const { name, bytes } of files()) {
      for (const [secret, form] of secrets) {
        assert.ok(form.length >= 15, `${secret} is too short to tell anything`)
        assert.equal(bytes.indexOf(form), -1, `${secret} stands in ${name}`)
      }
    }
  })

  test('the search finds what is there in the clear', () => {
    const all = Buffer.concat(files().map(({ bytes }) => bytes))
    assert.ok(all.includes('Findable Root'))
    assert.ok(all.includes(server.credentials.access_key))
    const credentials = readFileSync(join(server.dataFolder, 'credentials.json'))
    assert.ok(credentials.includes(server.credentials.secret_key))
  })

  test('none is in an audit row', () => {
    const rows = auditRows(server.dataFolder)
    assert.ok(rows.length >= 8)
    const text = JSON.stringify(rows)
    for (const [secret, form] of secrets) assert.ok(!text.includes(form.toString('latin1')), secret)
    assert.ok(text.includes(server.credentials.access_key), 'the search finds what is there')
  })
})
