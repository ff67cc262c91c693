import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startS3Server } from '../../ports/s3-server.ts'
import { startServer } from '../running-server.ts'
import { createOutside } from '../scm-v3/outside.ts'
import { listed, settingFiles, told, tried } from './support.ts'

const write = settingFiles()
const outside = createOutside()
const store = await startS3Server()
store.buckets.set('lists', { createdAt: new Date(0), objects: new Map() })
const { accessKeyId: access_key_id, secretAccessKey: secret_access_key } = store.credentials
const { domainProver, dnsConnectors } = outside
const server = await startServer(
  {
    'rsa-pool-size': '0',
    'buckets-url': store.endpoint,
    'buckets-credentials-file': write('key', { access_key_id, secret_access_key }),
  },
  undefined,
  { outside: { domainProver, dnsConnectors }, tryPatienceMs: 5_000 },
)
after(async () => {
  await server.close()
  await store.close()
})
const { api } = server
const name = '_chancery-probe.managed.test'
const held = () => [...(outside.records.get(name) ?? [])]

suite('a DNS zone, tried', () => {
  const zone = 'dns:managed.test'

  test('gets a record, shows it, and loses it', async () => {
    outside.set(name, 'of others')
    assert.deepEqual(told(await tried(api, zone)), ['add fine', 'look fine', 'remove fine'])
    assert.deepEqual(outside.looks.splice(0), [name])
    assert.deepEqual(held(), ['of others'])
  })

  test('of which nothing can be seen loses the record all the same', async () => {
    outside.lookFault = 'no name server is known'
    assert.deepEqual(told(await tried(api, zone)), [
      'add fine',
      'look: no name server is known',
      'remove fine',
    ])
    assert.deepEqual(held(), ['of others'])
    outside.lookFault = null
  })

  test('that may not be changed says so, and nothing is looked at', async () => {
    outside.zoneFault = 'the name server does not let us'
    outside.looks.splice(0)
    assert.deepEqual(told(await tried(api, zone)), ['add: the name server does not let us'])
    assert.deepEqual(outside.looks, [])
    outside.zoneFault = null
  })

  test('that is seen too late loses the record after patience has ended', async () => {
    const heldBack = Promise.withResolvers<void>()
    const readTextRecords = async () => {
      await heldBack.promise
      return { isRead: true, contents: held() }
    }
    Object.assign(server.world.domainProver, { readTextRecords })
    assert.deepEqual(told(await tried(api, zone)), ['add fine', 'look: no answer within 5 s'])
    assert.equal(held().length, 2)
    heldBack.resolve()
    for (let turns = 0; held().length > 1 && turns < 1_000; turns += 1) await new Promise(setImmediate)
    assert.deepEqual(held(), ['of others'])
  })
})

suite('an object store, tried', () => {
  test('gets an object, gives it back, and loses it', async () => {
    const found = await tried(api, 'buckets')
    assert.deepEqual(told(found), ['buckets fine', 'write fine', 'read fine', 'remove fine'])
    assert.match(found.steps[1]?.finding ?? '', /to the bucket lists$/)
    assert.equal(store.buckets.get('lists')?.objects.size, 0)
  })

  test('with no room says so, and its trouble is known from then on, until it works', async () => {
    const trouble = async () => (await listed(api)).find(({ id }) => id === 'buckets')?.trouble
    store.behaviour = 'is-full'
    const found = told(await tried(api, 'buckets'))
    assert.match(found[1] ?? '', /^write: the object store answered \d+/)
    assert.equal(found.length, 2)
    assert.match((await trouble()) ?? '', /^the object store answered/)
    store.behaviour = 'normal'
    await tried(api, 'buckets')
    assert.equal(await trouble(), null)
  })

  test('that is silent is given up when patience ends', async () => {
    store.behaviour = 'silent'
    assert.deepEqual(told(await tried(api, 'buckets')), ['buckets: no answer within 5 s'])
    store.behaviour = 'normal'
  })

  test('without a bucket says that there is none', async () => {
    const [[bucketName, bucket] = ['', undefined]] = store.buckets
    store.buckets.clear()
    assert.deepEqual(told(await tried(api, 'buckets')), ['buckets: the access key sees no bucket'])
    if (bucket) store.buckets.set(bucketName, bucket)
  })
})
