import assert from 'node:assert/strict'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities } from '../samples.ts'
import { createRoot, done, ok, refused } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const creators = [`${authorities}/agencies`, `${authorities}/obs/agencies`]
const shows = [`${authorities}/agency`, `${authorities}/obs/agencies`]
const buckets = `${authorities}/obs/buckets`
const powerless = server.as(await server.addUser('powerless'))
const isGranted = async (as = api) => {
  const bodies = await Promise.all(shows.map(async (path) => ok(await as('GET', path))))
  assert.deepEqual(bodies[0], bodies[1])
  return bodies[0]
}

suite('without an agency', () => {
  test('the two routes say "false", as text', async () => {
    assert.deepEqual(await isGranted(), { agency_granted: 'false' })
  })

  test('no bucket is listed: 403 PCA.00000006', async () => {
    refused(await api('GET', buckets), 403, 'PCA.00000006')
  })

  test('a user who was granted nothing makes none and sees none; nor does nobody', async () => {
    const calls = [
      ...creators.map((path) => ['POST', path] as const),
      ...[...shows, buckets].map((path) => ['GET', path] as const),
    ]
    for (const [method, path] of calls) {
      refused(await powerless(method, path), 401, 'PCA.00010004')
      const answer = await server.as('nobody')(method, path)
      assert.equal(`${answer.status} ${answer.code}`, '401 APIG.0301')
    }
    assert.deepEqual(await isGranted(), { agency_granted: 'false' })
  })
})

suite('an agency', () => {
  test('is one for the account, by either route, however often', async () => {
    const other = server.as(await server.addAccount('another'))
    const ids = new Set<string>()
    for (const path of [...creators, ...creators]) {
      for (const body of [undefined, {}]) {
        const made = ok(await api('POST', path, body))
        assert.deepEqual(Object.keys(made), ['agency_id'])
        assert.match(made.agency_id, /^[0-9a-f]{32}$/)
        ids.add(made.agency_id)
      }
    }
    assert.equal(ids.size, 1)
    assert.deepEqual(await isGranted(), { agency_granted: 'true' })
    assert.deepEqual(await isGranted(other), { agency_granted: 'false' })
    refused(await other('GET', buckets), 403, 'PCA.00000006')
  })

  test('of many made at once there is one', async () => {
    const other = server.as(await server.addAccount('at-once'))
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => other('POST', creators[index % 2] ?? '')),
    )
    assert.equal(new Set(answers.map((answer) => ok(answer).agency_id)).size, 1)
  })
})

suite('with an agency', () => {
  const accountId = server.credentials.domain.id

  test('the account has a bucket from the start', async () => {
    const { total, obs_buckets } = ok(await api('GET', buckets))
    assert.equal(total, 1)
    const [{ bucket_name: name, create_time: time }] = obs_buckets
    assert.equal(name, `crl-${accountId}`)
    assert.ok(Number.isInteger(time) && Math.abs(time - Date.now()) < 3_600_000)
  })

  test('while the store fails: 403 PCA.00000006, for the list and for a CRL that is switched on', async () => {
    const id = await createRoot(server)
    const folder = join(server.dataFolder, 'buckets')
    await rename(folder, `${folder}-away`)
    const body = { obs_bucket_name: `crl-${accountId}`, valid_days: 7 }
    try {
      refused(await api('GET', buckets), 403, 'PCA.00000006')
      refused(await api('POST', `${authorities}/${id}/crl/enable`, body), 403, 'PCA.00000006')
      assert.equal(ok(await api('GET', `${authorities}/${id}`)).crl_configuration.enabled, false)
    } finally {
      await rename(`${folder}-away`, folder)
    }
    assert.equal(ok(await api('GET', buckets)).total, 1)
    done(await api('POST', `${authorities}/${id}/crl/enable`, body))
  })
})
