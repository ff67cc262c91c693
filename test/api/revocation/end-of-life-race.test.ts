import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { createRoot, createSubordinate, done, issue, refused, showAuthority } from '../pca-v1/support.ts'
import { authorities } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { enableList, fetchList, revokeCertificate, startWithAgency, until } from './lists.ts'
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

  test('it is too late to take the deletion back: the last list is out already', async () => {
    const { id } = await doomed()
    let answer: Awaited<ReturnType<typeof api>> | undefined
    meanwhile = async () => {
      answer = await api('POST', `${authorities}/${id}/restore`)
    }
    clock.advance(7 * dayMs)
    await until('the end', async () => ((await status(id)).status === 404 ? true : undefined))
    assert.ok(answer)
    refused(answer, 403, 'PCA.00030201')
  })
})
