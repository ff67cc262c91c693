import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { administrator, signIn } from './sign-in.ts'

let server: RunningServer
before(async () => {
  server = await startServer({ 'trusted-proxies': '127.0.0.1' })
})
after(() => server.close())

const guess = (address: string) =>
  signIn(server, {
    user: { ...administrator(server), password: 'wrong' },
    headers: { 'x-forwarded-for': address },
  })

test('guesses sent side by side are six, as they are one after another', async () => {
  const statuses = (await Promise.all(Array.from({ length: 20 }, () => guess('192.0.2.1')))).map(
    ({ status }) => status,
  )
  assert.equal(statuses.filter((status) => status === 401).length, 6)
  assert.equal(statuses.filter((status) => status === 429).length, 14)
})

test('addresses of one IPv6 network are one guesser', async () => {
  for (let host = 1; host <= 6; host += 1) assert.equal((await guess(`2001:db8:1:2::${host}`)).status, 401)
  assert.equal((await guess('2001:db8:1:2:ffff::1')).status, 429)
  assert.equal((await guess('2001:db8:1:3::1')).status, 401)
})

test('right passwords sent side by side all pass', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => signIn(server, { headers: { 'x-forwarded-for': '192.0.2.2' } })),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    Array(12).fill(201),
  )
})
