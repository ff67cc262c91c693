import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { createRoot, createSubordinate, done, issue, showAuthority } from '../pca-v1/support.ts'
import { authorities } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { awaitList, enableList, fetchList, revokeCertificate, startWithAgency, until } from './lists.ts'
import { serialOf } from './statuses.ts'

/** What is done between the last list and the end of the key, once. */
let meanwhile: (() => Promise<void>) | undefined
const faults = {
  async reach(step: string) {
    if (step !== 'destroy: last list published, key still there') return
    const work = meanwhile
    meanwhile = undefined
    await work?.()
  },
}

const server = await startWithAgency({}, { faults })
after(() => server.close())
const { api, clock } = server
const root = await createRoot(server)

async function doomed() {
  const id = await createSubordinate(server, root)
  const url = await enableList(server, id)
  const certificate = await issue(server, id)
  const serial = await serialOf(server, certificate)
  const { not_after: notAfter } = await showAuthority(server, id)
  done(await api('POST', `${authorities}/${id}/disable`))
  done(await api('DELETE', `${authorities}/${id}?pending_days=7`))
  return { id, url, certificate, serial, notAfter }
}

const status = (id: string) => api('GET', `${authorities}/${id}`)

suite('between the last list and the end of the key', () => {
  test('what is revoked is in the last list: it is made again', async () => {
    const { id, url, certificate, serial, notAfter } = await doomed()
    let isMissing: boolean | undefined
    meanwhile = async () => {
      isMissing = (await fetchList(url))?.reasons.has(serial) === false
      await revokeCertificate(server, certificate, 'KEY_COMPROMISE')
    }
    clock.advance(7 * dayMs)
    await until('the end', async () => ((await status(id)).status === 404 ? true : undefined))
    assert.equal(isMissing, true)
    const last = await fetchList(url)
    assert.equal(last?.reasons.get(serial), 'KEY_COMPROMISE')
    assert.equal(last?.list.nextUpdate, notAfter)
  })

  test('who takes the deletion back keeps the CA, and lists of the usual life', async () => {
    const { id, url } = await doomed()
    let isRestored = false
    meanwhile = async () => {
      done(await api('POST', `${authorities}/${id}/restore`))
      isRestored = true
    }
    clock.advance(7 * dayMs)
    await until('the restore', async () => (isRestored ? true : undefined))
    await awaitList(url, 'a list of 7 days', ({ list }) => list.nextUpdate === list.thisUpdate + 7 * dayMs)
    const other = await doomed()
    clock.advance(7 * dayMs)
    await until('the end of another', async () =>
      (await status(other.id)).status === 404 ? true : undefined,
    )
    assert.equal((await showAuthority(server, id)).status, 'DISABLED')
    done(await api('POST', `${authorities}/${id}/enable`))
    await issue(server, id)
  })
})
