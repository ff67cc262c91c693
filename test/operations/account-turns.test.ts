import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AccountTurns } from '../../src/domain/operations/account-turns.ts'

test('an account has one search under way, its others in their order; other accounts wait for none of them', async () => {
  const turns = new AccountTurns(64)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const search = (account: string, name: string) =>
    turns.take(account, () => {
      begun.push(name)
      return new Promise<string>((resolve) => ends.push(() => resolve(name)))
    })
  const ours = ['a', 'b', 'c'].map((name) => search('ours', name))
  const theirs = search('theirs', 'theirs')
  assert.deepEqual(begun, ['a', 'theirs'])
  ends[0]?.()
  assert.equal(await ours[0], 'a')
  assert.deepEqual(begun, ['a', 'theirs', 'b'])
  ends[2]?.()
  assert.equal(await ours[1], 'b')
  ends[3]?.()
  assert.equal(await ours[2], 'c')
  ends[1]?.()
  assert.equal(await theirs, 'theirs')
})

test('a search that fails lets the next one begin; the 65th at once is told to come again', async () => {
  const turns = new AccountTurns(64)
  const failing = turns.take('ours', () => Promise.reject(new Error('broken')))
  const next = turns.take('ours', () => Promise.resolve('done'))
  await assert.rejects(failing, /broken/)
  assert.equal(await next, 'done')

  const hanging = Promise.withResolvers<void>()
  const many = Array.from({ length: 64 }, () => turns.take('ours', () => hanging.promise))
  await assert.rejects(
    turns.take('ours', () => Promise.resolve()),
    { code: 'overloaded' },
  )
  await turns.take('theirs', () => Promise.resolve())
  hanging.resolve()
  await Promise.all(many)
  assert.equal(await turns.take('ours', () => Promise.resolve('again')), 'again')
})
