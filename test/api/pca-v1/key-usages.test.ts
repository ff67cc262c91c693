import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, subordinateBody } from '../samples.ts'
import { utf8 } from './der.ts'
import { keyUsagesOf, oids, purposesOf } from './inspect.ts'
import { fieldRefusals, type Refusal, refusals } from './refusals.ts'
import {
  authorityCertificateOf,
  bad,
  createRoot,
  createSubordinate,
  issued,
  refused,
  shown,
} from './support.ts'

const server = await startServer({ 'rsa-pool-size': '8' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)

suite('key usages', () => {
  const defaults = {
    EC256: ['digitalSignature', 'keyAgreement'],
    EC384: ['digitalSignature', 'keyAgreement'],
    RSA2048: ['digitalSignature', 'keyEncipherment'],
  }
  for (const [algorithm, expected] of Object.entries(defaults)) {
    for (const usages of [undefined, null, []]) {
      test(`${algorithm}, ${shown(usages)}: ${expected.join(' and ')}, critical`, async () => {
        const certificate = await issued(server, root, { key_algorithm: algorithm, key_usages: usages })
        assert.deepEqual(keyUsagesOf(certificate), expected)
        assert.equal(certificate.extensions.get(oids.keyUsage)?.isCritical, true)
      })
    }
  }

  /** What a key of each kind can do (RFC 3279, RFC 8813; api-answers A13, A45). */
  const given: [string, string[]][] = [
    ...['digitalSignature', 'nonRepudiation', 'keyAgreement', 'cRLSign'].map((usage): [string, string[]] => [
      'EC256',
      [usage],
    ]),
    ['EC256', ['keyAgreement', 'encipherOnly']],
    ['EC384', ['keyAgreement', 'decipherOnly']],
    [
      'EC256',
      ['digitalSignature', 'nonRepudiation', 'keyAgreement', 'cRLSign', 'encipherOnly', 'decipherOnly'],
    ],
    ['RSA2048', ['keyEncipherment']],
    ['RSA2048', ['dataEncipherment']],
    ['RSA2048', ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'cRLSign']],
  ]
  for (const [algorithm, usages] of given) {
    test(`${algorithm}: ${usages.join(', ')}: exactly these, critical`, async () => {
      const changes = { key_algorithm: algorithm, key_usages: usages.toReversed() }
      const certificate = await issued(server, root, changes)
      assert.deepEqual(keyUsagesOf(certificate), usages)
      assert.equal(certificate.extensions.get(oids.keyUsage)?.isCritical, true)
    })
  }

  const ofAuthorities: [string, string[]][] = [
    ['EC256', ['keyCertSign']],
    ['EC256', ['digitalSignature', 'keyCertSign']],
    ['EC256', ['digitalSignature', 'nonRepudiation', 'keyAgreement', 'keyCertSign', 'cRLSign']],
    ['EC384', ['keyAgreement', 'keyCertSign', 'encipherOnly', 'decipherOnly']],
    ['RSA2048', ['keyEncipherment', 'dataEncipherment', 'keyCertSign', 'cRLSign']],
  ]
  for (const [algorithm, usages] of ofAuthorities) {
    test(`CA with ${algorithm}: ${usages.join(', ')}: exactly these`, async () => {
      const id = await createSubordinate(server, root, { key_algorithm: algorithm, key_usages: usages })
      assert.deepEqual(keyUsagesOf(await authorityCertificateOf(server, id)), usages)
    })
  }
})

const impossible: [string, string][] = [
  ['EC256', 'keyEncipherment'],
  ['EC384', 'dataEncipherment'],
  ['RSA2048', 'keyAgreement'],
]

refusals(
  'key usages that a key can not have',
  api,
  impossible.flatMap(([algorithm, usage]): Refusal[] => [
    {
      what: `certificate, ${algorithm}: ${usage}`,
      send: () =>
        api('POST', certificates, {
          ...issueBody(root),
          key_algorithm: algorithm,
          key_usages: ['digitalSignature', usage],
        }),
      code: 'PCA.00020001',
      names: 'key_usages',
    },
    {
      what: `CA, ${algorithm}: ${usage}`,
      send: () =>
        api('POST', authorities, {
          ...subordinateBody(root),
          key_algorithm: algorithm,
          key_usages: ['keyCertSign', usage],
        }),
      code: 'PCA.00020001',
      names: 'key_usages',
    },
  ]),
)

const purposes = {
  server_auth: '1.3.6.1.5.5.7.3.1',
  client_auth: '1.3.6.1.5.5.7.3.2',
  code_signing: '1.3.6.1.5.5.7.3.3',
  email_protection: '1.3.6.1.5.5.7.3.4',
  time_stamping: '1.3.6.1.5.5.7.3.8',
  smart_card_logon: '1.3.6.1.4.1.311.20.2.2',
}
const names = Object.keys(purposes)

suite('extended key usages', () => {
  for (const [name, identifier] of Object.entries(purposes)) {
    test(`${name} alone${name === 'time_stamping' ? ', critical' : ''}`, async () => {
      const certificate = await issued(server, root, { extended_key_usage: { [name]: true } })
      assert.deepEqual(purposesOf(certificate), [identifier])
      const { isCritical } = certificate.extensions.get(oids.extendedKeyUsage) ?? {}
      assert.equal(isCritical, name === 'time_stamping')
    })
  }

  for (const chosen of [names, ['client_auth', 'time_stamping'], ['server_auth', 'smart_card_logon']]) {
    test(`${chosen.join(', ')}: all of them, not critical`, async () => {
      const flags = Object.fromEntries(names.map((name) => [name, chosen.includes(name)]))
      const certificate = await issued(server, root, { extended_key_usage: flags })
      assert.deepEqual(
        new Set(purposesOf(certificate)),
        new Set(chosen.map((name) => purposes[name as 'client_auth'])),
      )
      assert.equal(purposesOf(certificate)?.length, chosen.length)
      assert.equal(certificate.extensions.get(oids.extendedKeyUsage)?.isCritical, false)
    })
  }

  const none = [
    undefined,
    null,
    '',
    {},
    Object.fromEntries(names.map((name) => [name, false])),
    Object.fromEntries(names.map((name) => [name, null])),
    { no_such_purpose: true },
  ]
  for (const value of none) {
    test(`${shown(value)}: no extension`, async () => {
      assert.equal(purposesOf(await issued(server, root, { extended_key_usage: value })), null)
    })
  }
})

const oid64 = `1.3.6.1.4.1.2011.${'1.'.repeat(23)}1`

suite('customized extension', () => {
  for (const [identifier, value] of [
    ['1.3.6.1.4.1.2011.4.99', 'hello'],
    ['1.3.6.1.4.1.2011.4.99', '中文 🙂 "/\\'],
    ['1.3.6.1.4.1.2011.4.99', 'x'],
    ['1.3.6.1.4.1.2011.4.99', 'x'.repeat(64)],
    ['2.999.1', 'x'],
    ['0.9.2342.19200300.100.1.25', 'x'],
    ['1.2.3', 'x'],
    ['2.5.290', 'x'],
    ['2.5.30.1', 'x'],
    ['1.3.6.1.5.5.7.10.1', 'x'],
    [oid64, 'x'],
  ] as const) {
    test(`${shown(identifier)} ${shown(value)}: not critical, in UTF-8`, async () => {
      const { extensions } = await issued(server, root, {
        customized_extension: { object_identifier: identifier, value },
      })
      const extension = extensions.get(identifier)
      assert.equal(extension?.isCritical, false)
      assert.deepEqual(extension?.value, utf8(value))
    })
  }

  for (const value of [
    undefined,
    null,
    '',
    {},
    { object_identifier: '', value: '' },
    { object_identifier: null, value: null },
  ]) {
    test(`${shown(value)}: no extension`, async () => {
      const plain = [...(await issued(server, root)).extensions.keys()]
      const { extensions } = await issued(server, root, { customized_extension: value })
      assert.deepEqual([...extensions.keys()], plain)
    })
  }
})

const field = 'customized_extension.object_identifier'
const good = '1.3.6.1.4.1.2011.4.99'
const body = { ...issueBody(root), customized_extension: { object_identifier: good, value: 'x' } }

refusals(
  'key usages and extensions',
  api,
  fieldRefusals((changed) => api('POST', certificates, changed), body, [
    ...bad('key_usages', 'PCA.00020001', ['digitalSignature', 5, true, {}]),
    ...bad('key_usages', 'PCA.00020001', [
      ['keyCertSign'],
      ['digitalSignature', 'keyCertSign'],
      ['encipherOnly'],
      ['decipherOnly'],
      ['digitalSignature', 'encipherOnly', 'decipherOnly'],
    ]),
    ...bad(
      'key_usages',
      'PCA.00020001',
      [['signing'], ['DigitalSignature'], [5], [null], ['']],
      'key_usages[0]',
    ),
    ...bad('extended_key_usage', 'PCA.00020001', ['server_auth', 5, true, [], ['server_auth']]),
    ...names.flatMap((name) =>
      bad(`extended_key_usage.${name}`, 'PCA.00020001', ['true', 'x', 1, 0, [], {}]),
    ),
    ...bad('customized_extension', 'PCA.00020001', ['x', 5, true, []]),
    ...bad(field, 'PCA.00020001', [undefined, null, '', 5, true, [], {}, `${oid64}1`]),
    ...bad(field, 'PCA.00020001', [
      '1',
      '1.',
      '.1.2',
      '1..2',
      '1.2.',
      'x',
      '1.2.x',
      '1.2.-3',
      '1.2.03',
      '01.2',
      '3.1',
      '1.40.1',
    ]),
    ...bad(field, 'PCA.00020001', [' 1.2.3', '1.2.3\n', '1,2,3', 'sha256', 'urn:oid:1.2.3']),
    ...bad(field, 'PCA.00020001', [
      '2.5.29',
      '2.5.29.15',
      '2.5.29.17',
      '2.5.29.19',
      '2.5.29.31',
      '2.5.29.99',
      '2.5.29.19.1',
    ]),
    ...bad(field, 'PCA.00020001', [
      '1.3.6.1.5.5.7.1',
      '1.3.6.1.5.5.7.1.1',
      '1.3.6.1.5.5.7.1.24',
      '1.3.6.1.5.5.7.1.99',
    ]),
    ...bad(field, 'PCA.00020001', ['2.16.840.1.113730.1', '2.16.840.1.113730.1.1', '2.16.840.1.113730.1.13']),
    ...bad('customized_extension.value', 'PCA.00020001', [
      undefined,
      null,
      '',
      'x'.repeat(65),
      5,
      true,
      [],
      {},
    ]),
  ]),
)

/** Beside the reserved arcs: purposes, access methods, attribute, algorithm and name types (api-answers A9). */
const known = [
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.4.1.311.20.2.2',
  '1.3.6.1.5.5.7.48.1',
  '1.3.6.1.5.5.7.48.2',
  '1.2.840.113549.1.9.14',
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.11',
  '1.2.840.10045.2.1',
  '1.2.840.10045.4.3.2',
  '1.3.132.0.34',
  '2.5.4.3',
]

refusals(
  'a customized extension that the engine itself writes or knows',
  api,
  fieldRefusals((changed) => api('POST', certificates, changed), body, bad(field, 'PCA.00020001', known)),
)

suite('customized extension: arcs of any length', () => {
  for (const identifier of [
    `1.3.6.1.4.1.${'9'.repeat(19)}`,
    `2.25.${'3'.repeat(38)}`,
    `1.2.${'9'.repeat(60)}`,
  ]) {
    test(`${identifier}: written or refused with 400, never a failure`, async () => {
      const changes = { customized_extension: { object_identifier: identifier, value: 'x' } }
      const answer = await api('POST', certificates, { ...issueBody(root), ...changes })
      if (answer.status !== 200) refused(answer, 400, 'PCA.00020001', field)
    })
  }
})
