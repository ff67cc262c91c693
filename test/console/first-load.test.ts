import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '../../dist/console')
const mostOctets = 500_000

interface Chunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

test('what the first page loads is under 500 kB, packed', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, Chunk>
  const files = new Set<string>()
  const visit = (name: string) => {
    const chunk = manifest[name]
    assert.ok(chunk, name)
    if (files.has(chunk.file)) return
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file)
    for (const other of chunk.imports ?? []) visit(other)
  }
  visit('index.html')
  visit('shell/signed-in.tsx')
  visit('pages/overview/index.ts')
  const octets = [...files].map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length)
  const sum = octets.reduce((total, one) => total + one, 0)
  assert.ok(sum < mostOctets, `${sum} octets`)
})
