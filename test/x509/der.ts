import assert from 'node:assert/strict'
import { MalformedError } from '../../src/x509/malformed.ts'

type Part = Uint8Array | readonly number[] | string

/** An element the slow and plain way, to judge the writer and to spell what it refuses to. Strings are ASCII. */
export function element(tag: number, ...parts: readonly Part[]): Uint8Array {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Uint8Array.from(part))),
  )
  return new Uint8Array(Buffer.concat([Uint8Array.from([tag, ...lengthOctets(content.length)]), content]))
}

function lengthOctets(length: number): number[] {
  if (length < 128) return [length]
  const hex = length.toString(16)
  const octets = Uint8Array.fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)
  return [0x80 + octets.length, ...octets]
}

export const hex = (text: string): Uint8Array => Uint8Array.fromHex(text.replaceAll(' ', ''))

/** Asserts that the reading refuses its input, and as MalformedError. */
export function refuses(read: () => unknown, message?: RegExp): void {
  assert.throws(read, (error) => {
    assert.ok(error instanceof MalformedError, `threw ${String(error)}`)
    if (message) assert.match(error.message, message)
    return true
  })
}

/**
 * Asserts that the reading ends, whatever its end, within so many ms of this thread's own time. The shortest of three:
 * beside others, or while it is compiled, even that time is more than the work takes.
 */
export function within(ms: number, read: () => unknown): void {
  const took = Math.min(...[1, 2, 3].map(() => threadMs(read)))
  assert.ok(took < ms, `took ${took.toFixed(0)} ms`)
}

function threadMs(work: () => unknown): number {
  const start = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(start)
  return (user + system) / 1000
}
