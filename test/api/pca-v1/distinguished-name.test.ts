import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, certificates, issueBody, subject, subordinateBody } from '../samples.ts'
import * as fields from './authority-fields.ts'
import { fieldRefusals, refusals } from './refusals.ts'
import {
  authorityCertificateOf,
  certificateOf,
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  issue,
  issued,
  refused,
  showAuthority,
  showCertificate,
  shown,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const named = (changes: object) => ({ ...subject('Name'), ...changes })

const accepted: [string, string, string][] = [
  ['country', 'lower case stays lower case', 'cn'],
  ['country', 'mixed case stays', 'dE'],
  ['common_name', 'one character', 'a'],
  ['common_name', '64 characters', 'a'.repeat(64)],
  ['common_name', '64 CJK characters', '中'.repeat(64)],
  ['common_name', '64 characters outside the BMP', '𠀀'.repeat(64)],
  ['common_name', 'all the signs', 'A-b_c.d, e*1'],
  ['common_name', 'kana and hangul', 'ひらカタ한글'],
  ['state', '128 characters', 'b'.repeat(128)],
  ['state', '128 CJK characters', '四'.repeat(128)],
  ['locality', '128 CJK characters', '成'.repeat(128)],
  ['organization', '64 CJK characters', '公'.repeat(64)],
  ['organization', 'all the signs', 'A-b_c.d, e 1'],
  ['organizational_unit', '64 CJK characters', '部'.repeat(64)],
]

const inOrder = (name: Record<string, string>) => [
  ['C', name['country']],
  ['ST', name['state']],
  ['L', name['locality']],
  ['O', name['organization']],
  ['OU', name['organizational_unit']],
  ['CN', name['common_name']],
]

suite('distinguished names', () => {
  for (const [field, what, value] of accepted) {
    test(`${field}, ${what}: echoed, and written as it was sent`, async () => {
      const name = named({ [field]: value })
      const ca = await createRoot(server, { distinguished_name: name })
      assert.deepEqual((await showAuthority(server, ca)).distinguished_name, name)
      assert.deepEqual((await authorityCertificateOf(server, ca)).attributes, inOrder(name))
      const id = await issue(server, root, { distinguished_name: name })
      assert.deepEqual((await showCertificate(server, id)).distinguished_name, name)
      assert.deepEqual((await certificateOf(server, id)).attributes, inOrder(name))
    })
  }

  const issuersName = subject('Test Root')
  for (const field of ['country', 'state', 'locality', 'organization', 'organizational_unit']) {
    for (const value of [undefined, null, '']) {
      test(`certificate, ${field} ${shown(value)}: the issuing CA's`, async () => {
        const name = {
          ...subject('leaf'),
          country: 'DE',
          state: 'X',
          locality: 'X',
          organization: 'X',
          organizational_unit: 'X',
        }
        const id = await issue(server, root, { distinguished_name: { ...name, [field]: value } })
        const expected = { ...name, [field]: issuersName[field as 'state'] }
        assert.deepEqual((await showCertificate(server, id)).distinguished_name, expected)
        assert.deepEqual((await certificateOf(server, id)).attributes, inOrder(expected))
      })
    }
  }

  test('certificate with a common name alone: all others are those of the issuing CA, not of the root', async () => {
    const name = { ...subject('Sub'), country: 'fr', organization: '公司' }
    const sub = await createSubordinate(server, root, { distinguished_name: name })
    const { attributes } = await issued(server, sub, { distinguished_name: { common_name: 'leaf' } })
    assert.deepEqual(attributes, inOrder({ ...name, common_name: 'leaf' }))
  })

  test('the same name under different issuers, and twice under one, is allowed', async () => {
    const second = await createRoot(server, {}, 'Second Root')
    for (const issuer of [root, root, second]) await createSubordinate(server, issuer, {}, 'Twin')
  })

  test("a subordinate with its issuer's name → PCA.00020101", () =>
    unchanged(api, async () => {
      const answer = await api('POST', authorities, subordinateBody(root, 'Test Root'))
      refused(answer, 400, 'PCA.00020101', 'distinguished_name')
    }))

  test("the activation of a subordinate with its issuer's name → PCA.00020101", async () => {
    const { issuer_id: _, ...body } = subordinateBody(root, 'Test Root')
    const pending = await createAuthority(server, body)
    await unchanged(api, async () => {
      const answer = await api('POST', `${authorities}/${pending}/activate`, activateBody(root))
      refused(answer, 400, 'PCA.00020101', 'distinguished_name')
    })
    const other = await createRoot(server, {}, 'Other Root')
    done(await api('POST', `${authorities}/${pending}/activate`, activateBody(other)))
  })

  for (const field of ['country', 'state', 'locality', 'organization', 'organizational_unit']) {
    test(`a subordinate that differs from its issuer in ${field} alone is made`, async () => {
      const name = { ...issuersName, [field]: field === 'country' ? 'FR' : 'Other' }
      await createSubordinate(server, root, { distinguished_name: name })
    })
  }
})

refusals(
  'issue a certificate with a wrong name',
  api,
  fieldRefusals((body) => api('POST', certificates, body), issueBody(root), fields.badNames(false)),
)
