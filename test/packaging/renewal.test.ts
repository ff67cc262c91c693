import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { skipWithout } from '../judges/programs.ts'
import { credentialsIn, projectFolder } from '../start-up/program.ts'
import { withServer } from '../transcripts/server.ts'

const run = promisify(execFile)
const example = (path: string) => join(projectFolder, 'examples', path)

/** The examples as they are given away: a signed call by curl, and a certificate kept fresh by it. */
test(
  'renew gets a certificate, leaves a good one, and goes back where the server refuses it',
  skipWithout('openssl', 'curl'),
  () =>
    withServer(async (folder, environment) => {
      const credentials = credentialsIn(join(folder, 'data'))
      const env = { ...environment, CHANCERY_CREDENTIALS: join(folder, 'data/credentials.json') }
      const call = async (...words: string[]) =>
        JSON.parse((await run(example('curl/chancery-curl'), words, { env })).stdout)
      const { ca_id } = await call(
        'POST',
        '/v1/private-certificate-authorities',
        `{"type":"ROOT","key_algorithm":"EC256","signature_algorithm":"SHA256","validity":{"type":"YEAR","value":1},
        "distinguished_name":{"common_name":"Examples","country":"CN","state":"四川","locality":"L",
        "organization":"O","organizational_unit":"U"}}`,
      )
      const listed = await call('GET', '/v1/private-certificate-authorities?limit=10&offset=0')
      assert.equal(listed.certificate_authorities[0].distinguished_name.state, '四川')
      await assert.rejects(call('GET', '/v1/private-certificate-authorities/none'), { code: 22 })

      const reload = join(folder, 'reload')
      writeFileSync(reload, `#!/bin/sh\necho reloaded >> ${folder}/reloads\n`)
      chmodSync(reload, 0o700)
      const settings = {
        CHANCERY_ENDPOINT: credentials.endpoint,
        CHANCERY_ACCESS_KEY: credentials.access_key,
        CHANCERY_SECRET_KEY: credentials.secret_key,
        CHANCERY_CA_FILE: join(folder, 'data/ca.pem'),
        CALL: example('curl/chancery-curl'),
        CA_ID: ca_id,
        NAME: 'www.example.test',
        OTHER_NAMES: "'example.test static.example.test'",
        FOLDER: join(folder, 'www'),
        TEST: 'true',
        RELOAD: reload,
      }
      const renew = (changes: Readonly<Record<string, string>> = {}) => {
        const lines = Object.entries({ ...settings, ...changes }).map(([name, value]) => `${name}=${value}\n`)
        writeFileSync(join(folder, 'renewal'), lines.join(''))
        return run(example('nginx-renewal/renew'), [join(folder, 'renewal')], { env: environment })
      }
      const current = join(folder, 'www/current')
      const serial = () => new X509Certificate(readFileSync(join(current, 'server.crt'))).serialNumber

      await renew()
      const issued = new X509Certificate(readFileSync(join(current, 'server.crt')))
      assert.equal(issued.subjectAltName, 'DNS:www.example.test, DNS:example.test, DNS:static.example.test')
      assert.deepEqual(new Set(readdirSync(current)), new Set(['server.crt', 'server.key']))

      await renew()
      assert.equal(serial(), issued.serialNumber, 'a good one stays')

      const place = readlinkSync(current)
      await assert.rejects(renew({ RENEW_DAYS: '60', RELOAD: 'false' }), { code: 1 })
      assert.equal(readlinkSync(current), place, 'back to the one before')
      assert.deepEqual(new Set(readdirSync(join(folder, 'www'))), new Set(['current', place]))

      await assert.rejects(renew({ RENEW_DAYS: '60', CHANCERY_SECRET_KEY: 'wrong' }), { code: 1 })
      assert.equal(serial(), issued.serialNumber)

      await renew({ RENEW_DAYS: '60' })
      assert.notEqual(serial(), issued.serialNumber)
      assert.equal(readFileSync(join(folder, 'reloads'), 'utf8'), 'reloaded\nreloaded\n')
      assert.ok(existsSync(join(current, 'server.key')))
    }),
)
