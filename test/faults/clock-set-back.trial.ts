import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startServer } from '../api/running-server.ts'
import { certificates, issueBody } from '../api/samples.ts'
import { createRunningClock, dayMs } from '../api/test-clock.ts'
import { Journal, listAll, publishedWithinMs } from './journal.ts'
import { answerAt, answered, createWatched } from './status.ts'
import { until } from './until.ts'

const clock = createRunningClock()
const server = await startServer({}, clock)
after(() => server.close())
const { api, base } = server
const watched = await createWatched(base, api)
const journal = new Journal(watched)
for (let count = 0; count < 6; count += 1) await journal.issue(api)

const left = () => journal.issued.find(journal.isLeft) ?? ''
const serialOf = async (id: string) =>
  (await listAll(api)).find(({ certificate_id }) => certificate_id === id)?.serial_number ?? ''
const publishes = (serial: string) =>
  until('a list that tells of it', publishedWithinMs, async () => {
    const list = await journal.see(base)
    return list?.serials.has(serial) && list
  })
/** Revokes one more, and waits for the list that tells of it. */
async function revoked() {
  const id = left()
  const serial = await serialOf(id)
  await journal.revoke(api, id)
  return publishes(serial)
}

test('a clock that goes ahead for a day and is put back', async (t) => {
  const body = { ...issueBody(watched.id), validity: { type: 'HOUR', value: 20 } }
  const short = (await answered(api('POST', certificates, body))).body.certificate_id
  const shortSerial = await serialOf(short)
  await answered(api('POST', `${certificates}/${short}/revoke`, { reason: 'SUPERSEDED' }))
  await publishes(shortSerial)
  const [good] = journal.issued.slice(-1)
  const goodSerial = await serialOf(good ?? '')

  clock.advance(dayMs)
  const ahead = await revoked()
  await revoked()
  const answeredAhead = await answerAt(base, watched, goodSerial)
  assert.ok(answeredAhead.thisUpdate > Date.now() + dayMs / 2)

  clock.advance(-dayMs)
  await t.test('lists are published at once, with larger numbers and the present time', async () => {
    const back = await revoked()
    assert.ok(back.number > ahead.number)
    assert.ok(Math.abs(back.thisUpdate - Date.now()) < 60_000, 'a list of another time')
    assert.ok(back.serials.has(shortSerial), 'a certificate that lives again is forgotten')
  })

  await t.test('the responder keeps no answer of a time that has not come', async () => {
    const { thisUpdate, status } = await answerAt(base, watched, goodSerial)
    assert.equal(status, 'good')
    assert.ok(thisUpdate <= Date.now(), 'an answer that is not valid yet')
  })
})
