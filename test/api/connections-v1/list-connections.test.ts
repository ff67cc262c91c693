import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { listed, send, settingFiles, tried } from './support.ts'

const write = settingFiles()
const secret = (name: string) => write(name, `marked-${name}-0123456789abcdefghij`)
const nobody = 'https://127.0.0.1:1'
const scope = { services: ['ELB'], projects: ['*'] }

/** All that settings can name; nobody is there. */
const server = await startServer(
  {
    'rsa-pool-size': '0',
    'issuers-file': write('issuers.json', {
      issuers: {
        corp: {
          kind: 'acme',
          directory: `${nobody}/directory`,
          contact: ['mailto:pki@example.test'],
          eab: { key_id: 'marked-key-id', hmac_key_file: secret('eab') },
        },
      },
      brands: { GEOTRUST: 'corp', CFCA: 'corp' },
      dns: [
        {
          kind: 'rfc2136',
          server: '127.0.0.1:1',
          zones: ['example.test', 'example.org'],
          key_name: 'chancery',
          secret_file: write('tsig', Buffer.from('marked-tsig').toString('base64')),
        },
        {
          kind: 'huaweicloud',
          endpoint: nobody,
          zones: ['cloud.test'],
          access_key: 'AKMARKED',
          secret_key_file: secret('dns-key'),
        },
      ],
    }),
    'targets-file': write('targets.json', {
      targets: [
        {
          name: 'files',
          kind: 'directory',
          folder: '/dev/null/marked-folder',
          reload: ['marked-program'],
          ...scope,
        },
        {
          name: 'edge',
          kind: 'haproxy',
          accounts: ['acme'],
          socket: 'tcp:127.0.0.1:1',
          certificate: '/marked-path/{id}.pem',
          probe: { address: '127.0.0.1:2' },
          ...scope,
        },
        {
          name: 'cloud',
          kind: 'huaweicloud',
          endpoints: { ELB: nobody },
          project_ids: { 'cn-north-4': 'a'.repeat(32) },
          access_key: 'AKMARKED',
          secret_key_file: secret('cloud-key'),
          ...scope,
        },
        {
          name: 'hook',
          kind: 'webhook',
          url: `${nobody}/marked-path`,
          read_url: `${nobody}/marked-path/{id}`,
          secret_file: secret('hook'),
          ...scope,
        },
        {
          name: 'cluster',
          kind: 'kubernetes',
          url: nobody,
          namespace: 'web',
          secret: 'tls-{account}-{id}',
          token_file: secret('token'),
          ...scope,
        },
      ],
    }),
    'smtp-host': '127.0.0.1',
    'smtp-port': '1',
    'smtp-user': 'chancery',
    'smtp-password-file': secret('password'),
    'mail-from': 'Chancery <chancery@example.test>',
    'buckets-url': 'http://127.0.0.1:1',
    'buckets-credentials-file': write('buckets', {
      access_key_id: 'AKMARKED',
      secret_access_key: 'marked-buckets-secret',
    }),
    'audit-sinks': `file:/dev/null/marked-path,syslog+tcp://127.0.0.1:1,${nobody}/marked-path`,
    'audit-webhook-secret-file': secret('sinks'),
  },
  undefined,
  { tryPatienceMs: 3_000 },
)
after(() => server.close())
const { api } = server
const everything = await listed(api)
const idsOf = () => everything.map(({ id }) => id)
const factsOf = (id: string) =>
  Object.fromEntries(
    everything.find((one) => one.id === id)?.facts.map(({ name, value }) => [name, value]) ?? [],
  )

suite('GET /v1/connections', () => {
  test('has every place that the settings name, by ids that stay', () => {
    assert.deepEqual(
      everything.map(({ id, kind, type }) => `${id} ${kind} ${type}`),
      [
        'issuer:built-in issuer built-in',
        'issuer:corp issuer acme',
        'target:files target directory',
        'target:edge target haproxy',
        'target:cloud target huaweicloud',
        'target:hook target webhook',
        'target:cluster target kubernetes',
        'buckets buckets s3',
        'mail mail smtp',
        'dns:example.test dns rfc2136',
        'dns:example.org dns rfc2136',
        'dns:cloud.test dns huaweicloud',
        'audit-sink:1 audit-sink file',
        'audit-sink:2 audit-sink syslog+tcp',
        'audit-sink:3 audit-sink webhook',
      ],
    )
  })

  test('says of each what the settings say, for people', () => {
    assert.deepEqual(factsOf('issuer:built-in'), { brands: '*' })
    assert.deepEqual(factsOf('issuer:corp'), {
      brands: 'GEOTRUST, CFCA',
      directory: `${nobody}/directory`,
      contact: 'mailto:pki@example.test',
      'external account': 'set',
    })
    assert.deepEqual(factsOf('target:edge'), {
      services: 'ELB',
      projects: '*',
      accounts: 'acme',
      socket: '127.0.0.1:1',
      probe: '127.0.0.1:2',
    })
    assert.equal(factsOf('target:hook')['receiver'], nobody)
    assert.equal(factsOf('target:cluster')['namespace'], 'web')
    assert.equal(factsOf('target:cloud')['ELB endpoint'], nobody)
    assert.deepEqual(factsOf('mail'), {
      host: '127.0.0.1:1',
      encryption: 'starttls',
      user: 'chancery',
      sender: 'Chancery <chancery@example.test>',
    })
    assert.deepEqual(factsOf('dns:example.org'), { server: '127.0.0.1:1', key: 'chancery (hmac-sha256)' })
    assert.deepEqual(factsOf('buckets'), { endpoint: 'http://127.0.0.1:1', region: 'us-east-1' })
    assert.deepEqual(factsOf('audit-sink:3'), { receiver: nobody })
  })

  test('tells what is known to be wrong without a try', async () => {
    await api('GET', `${authorities}/obs/buckets`)
    const [buckets] = (await listed(api)).filter(({ id }) => id === 'buckets')
    assert.match(buckets?.trouble ?? '', /^the object store could not be reached/)
    assert.equal(everything.find(({ id }) => id === 'mail')?.trouble, null)
  })

  test('and every try of what is not there is a finding; nowhere is a secret or a path', async () => {
    const answers = await Promise.all(idsOf().map((id) => send(api, id)))
    const said = JSON.stringify([everything, answers.map(({ body }) => body)])
    for (const [place, { status, body }] of answers.entries()) {
      assert.equal(status, 200)
      const id = idsOf()[place] ?? ''
      assert.equal(body.is_fine, id === 'issuer:built-in', `${id} ${JSON.stringify(body)}`)
    }
    assert.doesNotMatch(said, /marked/i)
    assert.doesNotMatch(said, new RegExp(Buffer.from('marked-tsig').toString('base64')))
  })

  test('is for administrators of the installation, as tries are', async () => {
    for (const identity of [await server.addAccount('stranger'), await server.addUser('powerless')]) {
      const other = server.as(identity)
      for (const answer of [await other('GET', '/v1/connections'), await send(other, 'buckets')]) {
        assert.deepEqual([answer.status, answer.code], [403, 'CONNECTION.0403'])
      }
    }
    const { body } = await api('GET', '/v1/audit/records?object_kind=connection&limit=1000')
    const triers = body.records.map(({ user_id }: { user_id: string }) => user_id)
    assert.deepEqual([...new Set(triers)], [server.credentials.user.id])
  })
})

suite('POST /v1/connections/{id}/try', () => {
  test('of what the settings do not name is 404', async () => {
    for (const id of ['target:other', 'mail2', 'dns:', '../buckets', 'x'.repeat(300)]) {
      const answer = await send(api, id)
      assert.deepEqual([answer.status, answer.code], [404, 'CONNECTION.0404'], id)
    }
  })

  test('with a recipient where nothing is sent is 400', async () => {
    const answer = await send(api, 'buckets', { recipient: 'ops@example.test' })
    assert.deepEqual([answer.status, answer.code], [400, 'CONNECTION.0400'])
    assert.match(answer.message ?? '', /recipient/)
  })

  for (const recipient of ['ops', 'a@b@c', 'a b@example.test', 5, true, [], {}, 'x'.repeat(300)]) {
    test(`with the recipient ${JSON.stringify(recipient).slice(0, 20)} is 400`, async () => {
      const answer = await send(api, 'mail', { recipient })
      assert.deepEqual([answer.status, answer.code], [400, 'CONNECTION.0400'])
      assert.match(answer.message ?? '', /recipient/)
    })
  }

  test('is in the trail, with what was found', async () => {
    await tried(api, 'issuer:built-in')
    const { body } = await api(
      'GET',
      '/v1/audit/records?operation=tryConnection&object_id=issuer:built-in&limit=1',
    )
    const [record] = body.records
    assert.equal(record.object_kind, 'connection')
    assert.equal(record.result, 'success')
    assert.match(record.after_digest, /^[0-9a-f]{64}$/)
  })
})
