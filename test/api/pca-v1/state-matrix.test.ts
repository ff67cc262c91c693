import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Authority } from '../../../src/domain/model/authority.ts'
import { startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  subordinateBody,
} from '../samples.ts'
import { certify, outsideBelow, outsideRoot } from './outside.ts'
import { request } from './requests.ts'
import {
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  exportBody,
  forbidden,
  issue,
  ok,
  showAuthority,
  showCertificate,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '10000' })
after(() => server.close())
const { api, clock } = server
const root = await createRoot(server)
const outside = await outsideBelow(await outsideRoot(), { subject: 'CN=Outside' })
const csr = request()
const validity = { type: 'HOUR', value: 1 }

/** Writes what the API can't say yet. */
const rewrite = (id: string, changes: Partial<Authority>) =>
  server.world.database.write(server.credentials.domain.id, async (stores) => {
    const ca = await stores.authorities.find(id)
    if (!ca) throw new Error('no such CA')
    await stores.authorities.replace({ ...ca, ...changes })
  })
const revocation = () => ({ revokedAt: clock.now(), reason: 'KEY_COMPROMISE' as const })
const disable = async (id: string) => done(await api('POST', `${authorities}/${id}/disable`))
const hour = () => createSubordinate(server, root, { validity, path_length: 1 })
const year = () => createSubordinate(server, root, { path_length: 1 })
const elsewhere = (issuerId: string) => issue(server, issuerId, { validity: { type: 'HOUR', value: 2 } })

interface Situation {
  readonly shown: string
  /** Makes a CA in this status; `prepare` is run on it while it may still issue. */
  readonly make: (prepare?: (id: string) => Promise<void>) => Promise<string>
  readonly allowed: readonly string[]
}

const made =
  (create: () => Promise<string>, change: (id: string) => Promise<unknown>): Situation['make'] =>
  async (prepare) => {
    const id = await create()
    await prepare?.(id)
    await change(id)
    return id
  }
const pass = async () => clock.advance(3_600_000)

/** api-answers A2 and A3. */
const situations: Record<string, Situation> = {
  PENDING: {
    shown: 'PENDING',
    make: () => createAuthority(server, pendingBody()),
    allowed: ['csr', 'activate', 'import'],
  },
  ACTIVED: {
    shown: 'ACTIVED',
    make: made(year, async () => {}),
    allowed: ['issue', 'export', 'disable', 'revoke of what it issued'],
  },
  EXPIRED: { shown: 'EXPIRED', make: made(hour, pass), allowed: ['export', 'disable'] },
  DISABLED: { shown: 'DISABLED', make: made(year, disable), allowed: ['enable', 'revoke of what it issued'] },
  'DISABLED past its end': {
    shown: 'DISABLED',
    make: made(hour, async (id) => {
      await disable(id)
      await pass()
    }),
    allowed: ['enable'],
  },
  REVOKED: {
    shown: 'REVOKED',
    make: made(year, (id) => rewrite(id, { revocation: revocation() })),
    allowed: ['revoke of what it issued'],
  },
  'REVOKED while disabled': {
    shown: 'REVOKED',
    make: made(year, (id) => rewrite(id, { state: 'DISABLED', revocation: revocation() })),
    allowed: ['revoke of what it issued'],
  },
  'REVOKED past its end': {
    shown: 'REVOKED',
    make: made(hour, async (id) => {
      await rewrite(id, { revocation: revocation() })
      await pass()
    }),
    allowed: [],
  },
  'REVOKED on hold': {
    shown: 'REVOKED',
    make: made(year, (id) =>
      rewrite(id, { revocation: { revokedAt: clock.now(), reason: 'CERTIFICATE_HOLD' } }),
    ),
    allowed: ['revoke of what it issued'],
  },
  DELETED: {
    shown: 'DELETED',
    make: made(year, (id) => rewrite(id, { state: 'DELETED', deleteAt: clock.now() + 604_800_000 })),
    allowed: ['revoke of what it issued'],
  },
  'DELETED and revoked': {
    shown: 'DELETED',
    make: made(year, (id) =>
      rewrite(id, { state: 'DELETED', revocation: revocation(), deleteAt: clock.now() + 604_800_000 }),
    ),
    allowed: ['revoke of what it issued'],
  },
}

const onIt = (id: string, name: string, body?: unknown) => api('POST', `${authorities}/${id}/${name}`, body)
const statusAfter: Record<string, (situation: string) => string> = {
  activate: () => 'ACTIVED',
  disable: () => 'DISABLED',
  import: () => 'ACTIVED',
  enable: (situation) => (situation.includes('past') ? 'EXPIRED' : 'ACTIVED'),
}

/** Each way to use the CA, with what it needs made beforehand. */
const acts: Record<string, (id: string) => Promise<() => ReturnType<typeof api>>> = {
  csr: async (id) => () => api('GET', `${authorities}/${id}/csr`),
  activate: async (id) => () => onIt(id, 'activate', activateBody(root)),
  import: async (id) => {
    const { body } = await api('GET', `${authorities}/${id}/csr`)
    const certificate = body.csr ? await certify(outside, body.csr) : outside.pem
    return () => onIt(id, 'import', { certificate, certificate_chain: '' })
  },
  tags: async (id) => () => onIt(id, 'tags', { tag: { key: 'k', value: 'v' } }),
  export: async (id) => () => onIt(id, 'export'),
  disable: async (id) => () => onIt(id, 'disable'),
  enable: async (id) => () => onIt(id, 'enable'),
  'issue: subordinate CA': async (id) => () => api('POST', authorities, subordinateBody(id, 'Another')),
  'issue: activate another': async (id) => {
    const other = await createAuthority(server, pendingBody())
    return () => onIt(other, 'activate', activateBody(id))
  },
  'issue: certificate': async (id) => () => api('POST', certificates, issueBody(id)),
  'issue: by CSR': async (id) => () =>
    api('POST', `${certificates}/csr`, { issuer_id: id, csr, validity: { type: 'DAY', value: 1 } }),
}

for (const [name, { shown, make, allowed }] of Object.entries(situations)) {
  suite(`a CA that is ${name}`, () => {
    test(`shows ${shown}, and is listed and filtered as that`, async () => {
      const id = await make()
      assert.equal((await showAuthority(server, id)).status, shown)
      for (const status of ['PENDING', 'ACTIVED', 'DISABLED', 'DELETED', 'EXPIRED', 'REVOKED']) {
        const query = `${authorities}?limit=1000&status=${status}`
        const found = ok(await api('GET', query)).certificate_authorities
        const isThere = found.some((ca: { ca_id: string }) => ca.ca_id === id)
        assert.equal(isThere, status === shown, status)
      }
    })

    for (const [act, prepare] of Object.entries(acts)) {
      const isAllowed = act === 'tags' || allowed.includes(act.split(':')[0] ?? '')
      test(`${act}: ${isAllowed ? 'allowed' : '403'}`, async () => {
        const id = await make()
        const run = await prepare(id)
        if (!isAllowed) return unchanged(api, async () => forbidden(await run()))
        const answer = await run()
        assert.ok(answer.status === 200 || answer.status === 204, `${answer.status} ${answer.message}`)
        const expected = statusAfter[act]?.(name) ?? shown
        assert.equal((await showAuthority(server, id)).status, expected)
      })
    }

    if (name !== 'PENDING') {
      const isAllowed = allowed.includes('revoke of what it issued')
      test(`revoke of what it issued: ${isAllowed ? 'allowed' : '403, for that is past its end too'}`, async () => {
        let certificate = ''
        await make(async (id) => {
          certificate = await elsewhere(id)
        })
        const answer = await api('POST', `${certificates}/${certificate}/revoke`, {})
        if (isAllowed) done(answer)
        else forbidden(answer)
        const { status } = await showCertificate(server, certificate)
        assert.equal(status, isAllowed ? 'REVOKED' : 'EXPIRED')
      })

      test('what it issued shows its own status and is exported with its chain', async () => {
        let certificate = ''
        await make(async (id) => {
          certificate = await elsewhere(id)
        })
        const { status } = await showCertificate(server, certificate)
        assert.equal(status, name.includes('past') || name === 'EXPIRED' ? 'EXPIRED' : 'ISSUED')
        const answer = await api('POST', `${certificates}/${certificate}/export`, exportBody)
        if (status === 'EXPIRED') return forbidden(answer)
        assert.equal(ok(answer).certificate_chain.match(/BEGIN CERTIFICATE/g).length, 2)
      })
    }
  })
}

suite('a CA below one that is not ACTIVED', () => {
  for (const [name, { make }] of Object.entries(situations)) {
    if (name === 'PENDING' || name === 'ACTIVED' || name.includes('past') || name === 'EXPIRED') continue
    const isBroken = name.includes('REVOKED') || name.includes('revoked')
    test(`${name}: the child stays ACTIVED and ${isBroken ? 'issues nothing (403)' : 'issues on'}`, async () => {
      let child = ''
      await make(async (id) => {
        child = await createSubordinate(server, id, {}, 'Child')
      })
      assert.equal((await showAuthority(server, child)).status, 'ACTIVED')
      ok(await onIt(child, 'export'))
      if (!isBroken) return void (await issue(server, child))
      await unchanged(api, async () => {
        forbidden(await api('POST', certificates, issueBody(child)))
        forbidden(await api('POST', `${certificates}/csr`, { issuer_id: child, csr, validity }))
      })
    })
  }

  test('a revoked CA two levels up: 403 for every way to issue', async () => {
    const top = await createSubordinate(server, root, { path_length: 3 }, 'Top')
    const middle = await createSubordinate(server, top, { path_length: 2 }, 'Middle')
    const low = await createSubordinate(server, middle, { path_length: 1 }, 'Low')
    await rewrite(top, { revocation: revocation() })
    const other = await createAuthority(server, pendingBody())
    await unchanged(api, async () => {
      for (const id of [middle, low]) {
        forbidden(await api('POST', authorities, subordinateBody(id, 'Another')))
        forbidden(await onIt(other, 'activate', activateBody(id)))
        forbidden(await api('POST', certificates, issueBody(id)))
        forbidden(await api('POST', `${certificates}/csr`, { issuer_id: id, csr, validity }))
      }
    })
  })
})
