import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { builtInAccountId } from '../../../src/domain/operations/built-in-issuer/built-in-call.ts'
import { Refusal } from '../../acme/signed-request.ts'
import { SmallDirectory } from '../../acme/small-directory.ts'
import { startServer } from '../running-server.ts'
import { startScene } from '../scm-v3/order-scene.ts'
import { dayMs } from '../test-clock.ts'
import { listed, settingFiles, told, tried } from './support.ts'

const write = settingFiles()
const directory = await SmallDirectory.start()
after(() => directory.stop())
const settings = {
  'issuers-file': write('issuers.json', {
    issuers: {
      corp: { kind: 'acme', directory: directory.directoryUrl },
      closed: {
        kind: 'acme',
        directory: directory.directoryUrl,
        eab: { key_id: 'key-1', hmac_key_file: write('eab', 'bWFya2VkLW1hcmtlZC1tYXJrZWQ') },
      },
    },
    brands: { GLOBALSIGN: 'corp' },
  }),
}
const { server, api, issue, clock } = await startScene(settings)
const paths = () => directory.requests.splice(0).map(({ path }) => path)
const before = ['directory fine', 'nonce fine', 'terms fine']

suite('an ACME authority, tried', () => {
  test('is asked for everything but orders; an account is opened once, and looked up from then on', async () => {
    assert.deepEqual(told(await tried(api, 'issuer:corp')), [
      ...before,
      'external account fine',
      'account fine',
    ])
    assert.deepEqual(paths(), ['new-account', 'account/0'])
    await tried(api, 'issuer:corp')
    assert.deepEqual(paths(), ['account/0'])
    const { body } = await api('GET', '/v1/audit/records?operation=tryConnection&object_id=issuer:corp')
    assert.equal(body.records.length, 2, JSON.stringify(body.records))
  })

  test('of which the account is over says so', async () => {
    directory.accountState = 'deactivated'
    assert.deepEqual(told(await tried(api, 'issuer:corp')).at(-1), 'account: the account is deactivated')
    directory.accountState = 'valid'
    directory.refusal = new Refusal(400, 'accountDoesNotExist', 'who are you?')
    assert.match(
      told(await tried(api, 'issuer:corp')).at(-1) ?? '',
      /^account: accountDoesNotExist: who are you\?/,
    )
    directory.refusal = null
  })

  test('tells its terms, and wants an external account where it is so', async () => {
    directory.meta = { termsOfService: 'https://terms.example.test', externalAccountRequired: true }
    const [, , terms, external, ...others] = (await tried(api, 'issuer:corp')).steps
    assert.match(terms?.finding ?? '', /https:\/\/terms\.example\.test$/)
    assert.equal(external?.finding, 'the authority wants one, and none is set')
    assert.match(external?.advice ?? '', /eab/)
    assert.equal(others.length, 0)
    const [, , , set] = (await tried(api, 'issuer:closed')).steps
    assert.deepEqual([set?.is_fine, set?.finding], [true, 'is wanted, and set'])
    directory.meta = null
  })

  test('that hangs is given up when patience ends, at the step that it was asked for', async () => {
    const impatient = await startServer({ ...settings, 'rsa-pool-size': '0' }, undefined, {
      tryPatienceMs: 500,
    })
    directory.hangs = 'at once'
    const found = await tried(impatient.api, 'issuer:corp')
    assert.deepEqual(told(found), ['directory: no answer within 0.5 s'])
    assert.ok(found.took_ms >= 450 && found.took_ms < 5_000, `${found.took_ms}`)
    directory.hangs = null
    await impatient.close()
  })

  test('whose directory is none is told as such, and is not taken from memory', async () => {
    directory.rewrite = (kind, document) => (kind === 'directory' ? { hello: 'world' } : document)
    assert.match(told(await tried(api, 'issuer:corp')).join(), /^directory: .*no ACME directory$/)
    directory.rewrite = (_kind, document) => document
  })
})

suite('the built-in issuer, tried', () => {
  test('has nothing to sign with before the first order, then signs what nobody gets', async () => {
    assert.deepEqual(told(await tried(api, 'issuer:built-in')), ['authorities fine'])
    await issue({}, { domain: 'one.test' })
    const page = { sortKey: 'create_time', direction: 'ascending', limit: 100, offset: 0 } as const
    const serials = async () => {
      const { total } = await server.world.database.read(builtInAccountId, ({ certificates }) =>
        certificates.list({}, page, clock.now()),
      )
      return total
    }
    const count = await serials()
    const found = await tried(api, 'issuer:built-in')
    assert.deepEqual(told(found), ['Chancery GEOTRUST CA fine'])
    assert.match(found.steps[0]?.finding ?? '', /^signs, until \d{4}-/)
    assert.equal(await serials(), count)
  })

  test('whose CA has ended says so', async () => {
    clock.advance(21 * 365 * dayMs)
    const [step] = (await tried(api, 'issuer:built-in')).steps
    assert.equal(step?.is_fine, false)
    assert.match(step?.finding ?? '', /./)
    assert.equal((await listed(api))[0]?.id, 'issuer:built-in')
  })
})
