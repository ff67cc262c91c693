import assert from 'node:assert/strict'
import type { Program } from './program.ts'

/** The program ends with a failure and these lines on stderr, each said once, and without a stack. */
export async function assertFails(program: Program, ...lines: readonly RegExp[]): Promise<void> {
  const { code, signal } = await program.ended
  assert.equal(signal, null)
  assert.ok(code !== null && code !== 0, `it ended in ${code}`)
  const said = program.stderr().trimEnd().split('\n')
  assert.equal(said.length, lines.length, program.stderr())
  for (const line of said) assert.match(line, /^chancery: \S/)
  for (const line of lines) {
    assert.equal(said.filter((text) => line.test(text)).length, 1, `${line} is not in: ${program.stderr()}`)
  }
  assert.ok(!/^\s+at |node:internal|Error:/m.test(program.stderr()), program.stderr())
  assert.equal(program.stdout(), '')
}
