import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { activateBody, authorities, certificates, pendingBody, subordinateBody } from '../samples.ts'
import { basicConstraintsOf, inspect } from './inspect.ts'
import {
  authorityCertificateOf,
  createAuthority,
  createRoot,
  createSubordinate,
  done,
  exportBody,
  issue,
  ok,
  refused,
  showAuthority,
  unchanged,
} from './support.ts'

const server = await startServer({ 'ca-quota': '10000' })
after(() => server.close())
const { api } = server
const root = await createRoot(server)
const below = (issuerId: string, pathLength: number, name = `P${pathLength}`) =>
  createSubordinate(server, issuerId, { path_length: pathLength }, name)

/** Below a root: 6, 5, 4, 3, 2, 1, 0. */
const line: string[] = [root]
for (const pathLength of [6, 5, 4, 3, 2, 1, 0]) line.push(await below(line.at(-1) ?? root, pathLength))

suite('path length', () => {
  test('a root has no constraint and reads 7; each CA shows and has its own', async () => {
    for (const [depth, id] of line.entries()) {
      assert.equal((await showAuthority(server, id)).path_length, 7 - depth)
      assert.deepEqual(basicConstraintsOf(await authorityCertificateOf(server, id)), {
        isCritical: true,
        isAuthority: true,
        pathLength: depth === 0 ? null : 7 - depth,
      })
    }
  })

  test('a certificate below seven subordinates has a chain of eight, and is no CA', async () => {
    const id = await issue(server, line.at(-1) ?? '')
    const { certificate, certificate_chain } = ok(
      await api('POST', `${certificates}/${id}/export`, exportBody),
    )
    assert.equal(certificate_chain.match(/BEGIN CERTIFICATE/g).length, 8)
    const constraints = basicConstraintsOf(inspect(certificate))
    assert.deepEqual(constraints, { isCritical: true, isAuthority: false, pathLength: null })
  })

  for (const [depth, issuer] of line.entries()) {
    const effective = 7 - depth
    for (let asked = 0; asked <= 6; asked++) {
      const isAllowed = asked < effective
      const what = `${asked} below ${depth === 0 ? 'a root' : effective}: ${isAllowed ? 'made' : 'PCA.00020203'}`
      test(`create: ${what}`, async () => {
        const body = { ...subordinateBody(issuer), path_length: asked }
        if (isAllowed) return void ok(await api('POST', authorities, body))
        await unchanged(api, async () =>
          refused(await api('POST', authorities, body), 400, 'PCA.00020203', 'path_length'),
        )
      })
      test(`activate: ${what}`, async () => {
        const pending = await createAuthority(server, pendingBody())
        const body = { ...activateBody(issuer), path_length: asked }
        const answer = await api('POST', `${authorities}/${pending}/activate`, body)
        if (isAllowed) return done(answer)
        refused(answer, 400, 'PCA.00020203', 'path_length')
        assert.equal((await showAuthority(server, pending)).status, 'PENDING')
      })
    }
  }

  for (const [what, pathLength] of [
    ['absent', undefined],
    ['null', null],
    ['0', 0],
  ] as const) {
    test(`below a CA with 0 even ${what} → PCA.00020203`, () =>
      unchanged(api, async () => {
        const body = { ...subordinateBody(line.at(-1) ?? ''), path_length: pathLength }
        refused(await api('POST', authorities, body), 400, 'PCA.00020203', 'path_length')
      }))
  }

  test('a gap is kept: below 6 a 2, below that 1 at most', async () => {
    const two = await below(line[1] ?? '', 2)
    await below(two, 1)
    for (const asked of [2, 3, 5]) {
      const body = { ...subordinateBody(two), path_length: asked }
      refused(await api('POST', authorities, body), 400, 'PCA.00020203', 'path_length')
    }
  })

  test('constraints that are wider than what is above them count as what is above them', async () => {
    const top = await below(root, 1, 'Top')
    const low = await below(top, 0, 'Low')
    await server.world.database.write(server.credentials.domain.id, async (stores) => {
      const ca = await stores.authorities.find(low)
      if (ca) await stores.authorities.replace({ ...ca, pathLength: 5 })
    })
    const body = { ...subordinateBody(low), path_length: 0 }
    refused(await api('POST', authorities, body), 400, 'PCA.00020203', 'path_length')
  })
})
