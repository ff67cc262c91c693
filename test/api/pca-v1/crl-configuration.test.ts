import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, pendingBody, rootBody, subordinateBody, unknownId } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import {
  bad,
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  forbidden,
  ok,
  refused,
  showAuthority,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api, clock, base } = server
ok(await api('POST', `${authorities}/agencies`))
const accountId = server.credentials.domain.id
const bucket = `crl-${accountId}`
const root = await createRoot(server)
const stranger = server.as(await server.addAccount('stranger'))
const powerless = server.as(await server.addUser('powerless'))

const act = (id: string, verb: string, body?: unknown, as = api) =>
  as('POST', `${authorities}/${id}/${verb}`, body)
const body = { obs_bucket_name: bucket, valid_days: 8 }
const enable = (id: string, changes: object = {}, as = api) =>
  act(id, 'crl/enable', { ...body, ...changes }, as)
const disable = (id: string, as = api) => act(id, 'crl/disable', undefined, as)
const configurationOf = async (id: string) => (await showAuthority(server, id)).crl_configuration
const off = { enabled: false, crl_name: null, obs_bucket_name: null, valid_days: null, crl_dis_point: null }
const on = (name: string, validDays = 8, inBucket = bucket) => ({
  enabled: true,
  crl_name: name,
  obs_bucket_name: inBucket,
  valid_days: validDays,
  crl_dis_point: `${base}/crl/${inBucket}/${name}.crl`,
})

suite('crl/enable and crl/disable', () => {
  test('show values while it is on and nulls while it is off; the name is the id of the CA', async () => {
    const id = await createRoot(server)
    assert.deepEqual(await configurationOf(id), off)
    done(await enable(id))
    assert.deepEqual(await configurationOf(id), on(id))
    const listed = ok(await api('GET', `${authorities}?limit=1000`)).certificate_authorities
    const { crl_configuration } = listed.find((ca: { ca_id: string }) => ca.ca_id === id)
    assert.deepEqual(crl_configuration, on(id))
    done(await disable(id))
    assert.deepEqual(await configurationOf(id), off)
  })

  test('on while it is on changes it; the same again, and off while it is off, change nothing', async () => {
    const id = await createRoot(server)
    for (const change of [{}, { valid_days: 30 }, { crl_name: 'changed', valid_days: 7 }]) {
      for (let time = 0; time < 2; time += 1) done(await enable(id, change))
      const { valid_days = 8, crl_name = id } = change as { valid_days?: number; crl_name?: string }
      assert.deepEqual(await configurationOf(id), on(crl_name, valid_days))
    }
    for (let time = 0; time < 2; time += 1) done(await disable(id))
    assert.deepEqual(await configurationOf(id), off)
  })

  test('in another bucket of the account', async () => {
    await mkdir(join(server.dataFolder, 'buckets', accountId, 'second-bucket'))
    const id = await createRoot(server)
    done(await enable(id, { obs_bucket_name: 'second-bucket', crl_name: 'x'.repeat(64) }))
    assert.deepEqual(await configurationOf(id), on('x'.repeat(64), 8, 'second-bucket'))
  })

  for (const nothing of [undefined, null, '']) {
    test(`crl_name ${JSON.stringify(nothing)} is none`, async () => {
      const id = await createRoot(server)
      done(await enable(id, { crl_name: nothing }))
      assert.equal((await configurationOf(id)).crl_name, id)
    })
  }

  test('as Terraform does it: created with it, changed while it is disabled, switched off', async () => {
    const crl = { enabled: true, crl_name: 'terraform', obs_bucket_name: bucket, valid_days: 8 }
    const id = await createAuthority(server, { ...rootBody('Terraform'), crl_configuration: crl })
    assert.deepEqual(await configurationOf(id), on('terraform'))
    done(await act(id, 'disable'))
    done(
      await act(
        id,
        'crl/enable',
        `{"crl_name":"terraform-2","obs_bucket_name":"${bucket}","valid_days":9}\n`,
      ),
    )
    assert.deepEqual(await configurationOf(id), on('terraform-2', 9))
    done(await act(id, 'crl/disable'))
    assert.deepEqual(await configurationOf(id), off)
    assert.equal((await showAuthority(server, id)).status, 'DISABLED')
  })
})

const taken = await createRoot(server)
done(await enable(taken, { crl_name: 'taken' }))
const wordy = await createSubordinate(server, root, { key_usages: ['keyCertSign'] })
const target = await createRoot(server)
const send = (given: unknown) => act(target, 'crl/enable', given)

refusals('crl/enable', api, [
  ...fieldRefusals(send, body, [
    ...bad('obs_bucket_name', 'PCA.00020204', [undefined, null, '', 5, [], {}, 'ab', 'b'.repeat(64)]),
    ...bad(
      'obs_bucket_name',
      'PCA.00020204',
      ['unknown-bucket', '../etc', 'UPPER', `crl-${unknownId}`],
      'crl_configuration.obs_bucket_name',
    ),
    ...bad('valid_days', 'PCA.00020204', [undefined, null, '', 6, 31, 0, -7, 7.5, '8', true, [], {}]),
    ...bad('crl_name', 'PCA.00020204', [
      '../x',
      '-a',
      '.a',
      '_a',
      'a b',
      'a/b',
      'é',
      'a'.repeat(65),
      5,
      ['a'],
    ]),
    ...bad('crl_name', 'PCA.00020204', ['taken'], 'crl_configuration.crl_name'),
  ]),
  ...bodyRefusals(send),
  {
    what: 'a CA without cRLSign',
    send: () => enable(wordy),
    code: 'PCA.00020204',
    names: 'crl_configuration.enabled',
  },
  { what: 'an unknown CA', send: () => enable(unknownId), status: 404, code: 'PCA.00030102' },
  { what: "another account's CA", send: () => enable(root, {}, stranger), status: 404, code: 'PCA.00030102' },
  { what: 'a malformed id', send: () => enable('x'), code: 'PCA.00020201', names: 'ca_id' },
  {
    what: 'a user who was granted nothing',
    send: () => enable(root, {}, powerless),
    status: 401,
    code: 'PCA.00010004',
  },
])

refusals('crl/disable', api, [
  { what: 'an unknown CA', send: () => disable(unknownId), status: 404, code: 'PCA.00030102' },
  { what: "another account's CA", send: () => disable(taken, stranger), status: 404, code: 'PCA.00030102' },
  { what: 'a malformed id', send: () => disable('x'), code: 'PCA.00020201', names: 'ca_id' },
  {
    what: 'a user who was granted nothing',
    send: () => disable(taken, powerless),
    status: 401,
    code: 'PCA.00010004',
  },
])

suite("what is another account's", () => {
  test('without an agency, then with: its bucket and its names are not ours, nor ours its', async () => {
    const theirs = ok(await stranger('POST', authorities, rootBody('Theirs'))).ca_id
    refused(await enable(theirs, {}, stranger), 400, 'PCA.00020204', 'crl_configuration.obs_bucket_name')
    ok(await stranger('POST', `${authorities}/agencies`))
    refused(await enable(theirs, {}, stranger), 400, 'PCA.00020204', 'crl_configuration.obs_bucket_name')
    const created = { ...rootBody('Theirs'), crl_configuration: { enabled: true, ...body } }
    refused(await stranger('POST', authorities, created), 400, 'PCA.00020204')
    assert.deepEqual(ok(await stranger('GET', `${authorities}/${theirs}`)).crl_configuration, off)
  })
})

suite('which status allows it (api-answers A2)', () => {
  const ended = async () => {
    const id = await createSubordinate(server, root, { validity: { type: 'HOUR', value: 1 } })
    clock.advance(3_600_000)
    return id
  }
  const disabled = async () => {
    const id = await createSubordinate(server, root)
    done(await act(id, 'disable'))
    return id
  }
  const allowed = { ACTIVED: () => createSubordinate(server, root), DISABLED: disabled }
  const refusedIn: Record<string, () => Promise<string>> = {
    PENDING: () => createAuthority(server, pendingBody()),
    EXPIRED: ended,
    REVOKED: async () => {
      const id = await createSubordinate(server, root)
      done(await act(id, 'revoke', {}))
      return id
    },
    DELETED: async () => {
      const id = await disabled()
      done(await api('DELETE', `${authorities}/${id}?pending_days=7`))
      return id
    },
  }
  const calls = (id: string) => [
    () => enable(id),
    () => disable(id),
    () => act(id, 'ocsp/switch', { ocsp_switch: true }),
    () => act(id, 'ocsp/switch', { ocsp_switch: false }),
  ]
  for (const [status, make] of Object.entries(allowed)) {
    test(`${status}: allowed`, async () => {
      const id = await make()
      for (const call of calls(id)) done(await call())
      assert.equal((await showAuthority(server, id)).status, status)
    })
  }
  for (const [status, make] of Object.entries(refusedIn)) {
    test(`${status}: 403`, async () => {
      const id = await make()
      assert.equal((await showAuthority(server, id)).status, status)
      await unchanged(api, async () => {
        for (const call of calls(id)) forbidden(await call())
      })
    })
  }

  test('DISABLED and past its end: both may be switched', async () => {
    const id = await ended()
    done(await act(id, 'disable'))
    clock.advance(dayMs)
    for (const call of calls(id)) done(await call())
  })
})

suite('crl_configuration of a CA that is made', () => {
  const crl = (changes: object = {}) => ({ crl_configuration: { enabled: true, ...body, ...changes } })

  test('ACTIVED at once: a root, a subordinate', async () => {
    const made = [await createRoot(server, crl()), await createSubordinate(server, root, crl())]
    for (const id of made) assert.deepEqual(await configurationOf(id), on(id))
    const named = await createRoot(server, crl({ crl_name: 'at-creation', valid_days: 30 }))
    assert.deepEqual(await configurationOf(named), on('at-creation', 30))
  })

  test('PENDING: kept, shown, its name taken, and given back when it is deleted', async () => {
    const id = await createAuthority(server, { ...pendingBody(), ...crl({ crl_name: 'pending' }) })
    assert.deepEqual(await configurationOf(id), on('pending'))
    refused(await enable(target, { crl_name: 'pending' }), 400, 'PCA.00020204', 'crl_configuration.crl_name')
    done(await api('DELETE', `${authorities}/${id}`))
    done(await enable(target, { crl_name: 'pending' }))
    done(await disable(target))
  })

  for (const [what, given, expected] of [
    ['nothing said: what it was created with', {}, on('kept-by-activation')],
    ['switched off', { crl_configuration: { enabled: false } }, off],
    ['replaced', crl({ crl_name: 'replaced' }), on('replaced')],
  ] as const) {
    test(`activation, ${what}`, async () => {
      const kept = crl({ crl_name: 'kept-by-activation' })
      const id = await createAuthority(server, { ...pendingBody(), ...kept })
      done(await act(id, 'activate', { ...activateBody(root), ...given }))
      assert.deepEqual(await configurationOf(id), expected)
      done(await disable(id))
    })
  }

  test('a subordinate without cRLSign, at creation and by activation: 400', async () => {
    const without = { key_usages: ['keyCertSign'] }
    const pending = await createAuthority(server, { ...pendingBody(), ...crl() })
    await unchanged(api, async () => {
      const answers = [
        await api('POST', authorities, { ...subordinateBody(root), ...without, ...crl() }),
        await act(pending, 'activate', { ...activateBody(root), ...without }),
        await act(pending, 'activate', { ...activateBody(root), ...without, ...crl() }),
      ]
      for (const answer of answers) refused(answer, 400, 'PCA.00020204', 'crl_configuration.enabled')
    })
  })

  test('a name that is taken, another bucket: 400, and nothing is made', async () => {
    await unchanged(api, async () => {
      for (const base of [rootBody('X'), subordinateBody(root, 'X'), pendingBody('X')]) {
        for (const changes of [{ crl_name: 'taken' }, { obs_bucket_name: 'unknown-bucket' }]) {
          refused(await api('POST', authorities, { ...base, ...crl(changes) }), 400, 'PCA.00020204')
        }
      }
    })
  })
})
