import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectionVariables } from '../../src/storage/engines/postgres/client-program.ts'

const modeOf = (query: string) => {
  const { PGSSLMODE: mode, PGSSLROOTCERT: root } = connectionVariables(
    `postgres://u:p@db.example.test/chancery${query}`,
  )
  return [mode, root]
}

test('pg_dump demands of TLS what the server itself does, and never less', () => {
  for (const mode of ['prefer', 'require', 'verify-ca', 'verify-full']) {
    assert.deepEqual(modeOf(`?sslmode=${mode}`), ['verify-full', 'system'], mode)
  }
  assert.deepEqual(modeOf('?ssl=true'), ['verify-full', 'system'])
  assert.deepEqual(modeOf('?sslmode=no-verify'), ['require', undefined])
  assert.deepEqual(modeOf('?sslmode=disable'), ['disable', undefined])
  assert.deepEqual(modeOf(''), [undefined, undefined])
  assert.deepEqual(modeOf('?sslmode=require&uselibpqcompat=true'), ['require', undefined])
})

test('a root that the URL names is the one that pg_dump believes', () => {
  assert.deepEqual(modeOf('?sslmode=require&sslrootcert=%2Fdev%2Fnull'), ['verify-full', '/dev/null'])
})
