import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, subordinateBody } from '../samples.ts'
import {
  createRoot,
  createSubordinate,
  done,
  exportBody,
  forbidden,
  issue,
  ok,
  showAuthority,
  unchanged,
} from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server
const act = (id: string, name: string, body?: unknown) => api('POST', `${authorities}/${id}/${name}`, body)

suite('disable and enable a CA', () => {
  test('nothing but the status changes, there and back', async () => {
    const id = await createRoot(server)
    const before = await showAuthority(server, id)
    done(await act(id, 'disable'))
    assert.deepEqual(await showAuthority(server, id), { ...before, status: 'DISABLED' })
    done(await act(id, 'enable'))
    assert.deepEqual(await showAuthority(server, id), before)
  })

  for (const body of ['', '{}', 'null\n', '{"x":1}', 'no JSON at all', '[1']) {
    test(`a body ${JSON.stringify(body)} is ignored: the operations define none`, async () => {
      const id = await createRoot(server)
      done(await act(id, 'disable', body))
      done(await act(id, 'enable', body))
    })
  }

  test('disabled twice, enabled twice → 403', async () => {
    const id = await createRoot(server)
    await unchanged(api, async () => forbidden(await act(id, 'enable')))
    done(await act(id, 'disable'))
    await unchanged(api, async () => forbidden(await act(id, 'disable')))
  })

  test('of many at once exactly one succeeds', async () => {
    const id = await createRoot(server)
    const answers = await Promise.all(Array.from({ length: 8 }, () => act(id, 'disable')))
    assert.equal(answers.filter(({ status }) => status === 204).length, 1)
    for (const answer of answers.filter(({ status }) => status !== 204)) forbidden(answer)
  })

  test('it issues nothing until it is enabled, and what it issued serves on', async () => {
    const root = await createRoot(server)
    const child = await createSubordinate(server, root)
    const certificate = await issue(server, root)
    done(await act(root, 'disable'))
    await unchanged(api, async () => {
      forbidden(await api('POST', certificates, issueBody(root)))
      forbidden(await api('POST', authorities, subordinateBody(root)))
      forbidden(await act(root, 'export'))
    })
    ok(await api('POST', `${certificates}/${certificate}/export`, exportBody))
    assert.equal((await showAuthority(server, child)).status, 'ACTIVED')
    await issue(server, child)
    done(await act(root, 'enable'))
    await issue(server, root)
  })

  test('past its end: EXPIRED → DISABLED, and enabled it reads EXPIRED again', async () => {
    const id = await createRoot(server, { validity: { type: 'HOUR', value: 1 } })
    server.clock.advance(3_600_000)
    const statusOf = async () => (await showAuthority(server, id)).status
    assert.equal(await statusOf(), 'EXPIRED')
    done(await act(id, 'disable'))
    assert.equal(await statusOf(), 'DISABLED')
    done(await act(id, 'enable'))
    assert.equal(await statusOf(), 'EXPIRED')
  })
})
