import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { chinese } from '../../console/text/chinese.ts'
import { english } from '../../console/text/english.ts'

const folder = join(import.meta.dirname, '../../console')
const keys = Object.keys(english) as (keyof typeof english)[]
const placesOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([place]) => place).sort()

suite('the texts of the console', () => {
  test('are the same in both languages, key by key', () => {
    assert.deepEqual(Object.keys(chinese).sort(), [...keys].sort())
  })

  test('stand once', () => {
    const all = globSync('text/english/*.ts', { cwd: folder }).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^ {2}'([^']+)':/gm)].map(([, key]) => key),
    )
    assert.equal(all.length, keys.length)
    assert.equal(new Set(all).size, all.length)
  })

  test('say the same values', () => {
    for (const key of keys) assert.deepEqual(placesOf(chinese[key]), placesOf(english[key]), key)
  })

  test('are not left in English, but for names', () => {
    const isLeft = (key: keyof typeof english) =>
      chinese[key] === english[key] && /[a-z]{4}/.test(english[key].replace(/\{\w+\}/g, ''))
    const names = /^(?:newAuthority\.(?:rootE|e)xample|notices\.webhook|server\.\w+)$/
    assert.deepEqual(
      keys.filter((key) => isLeft(key) && !names.test(key)),
      [],
    )
  })

  test('are all used', () => {
    const source = globSync('**/*.{ts,tsx}', { cwd: folder, exclude: ['text/*/**'] })
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n')
    const isUsed = (key: string) => {
      const prefix = key.slice(0, key.indexOf('.'))
      return (
        source.includes(`'${key}'`) ||
        source.includes(`translateWord('${prefix}'`) ||
        source.includes(`\`${prefix}.\${`)
      )
    }
    assert.deepEqual(
      keys.filter((key) => !isUsed(key)),
      [],
    )
  })
})
