import assert from 'node:assert/strict'
import { crc32 } from 'node:zlib'

/** The files of an archive as its directory lists them (APPNOTE.TXT §4.3); shares nothing with what makes it. */
export function readZip(octets: Buffer): Map<string, Buffer> {
  const end = octets.length - 22
  assert.equal(octets.readUInt32LE(end), 0x0605_4b50, 'the archive ends with its directory, and no comment')
  const files = new Map<string, Buffer>()
  let at = octets.readUInt32LE(end + 16)
  for (let left = octets.readUInt16LE(end + 10); left > 0; left--) {
    assert.equal(octets.readUInt32LE(at), 0x0201_4b50)
    const nameLength = octets.readUInt16LE(at + 28)
    const name = octets.toString('latin1', at + 46, at + 46 + nameLength)
    assert.ok(!files.has(name), `${name} stands twice in the archive`)
    files.set(name, contentOf(octets, at))
    at += 46 + nameLength + octets.readUInt16LE(at + 30) + octets.readUInt16LE(at + 32)
  }
  assert.equal(at, end)
  return files
}

/** What an entry of the directory points to, stored as it is. */
function contentOf(octets: Buffer, entry: number): Buffer {
  const stored = 0
  assert.equal(octets.readUInt16LE(entry + 10), stored)
  const header = octets.readUInt32LE(entry + 42)
  assert.equal(octets.readUInt32LE(header), 0x0403_4b50)
  const start = header + 30 + octets.readUInt16LE(header + 26) + octets.readUInt16LE(header + 28)
  const content = octets.subarray(start, start + octets.readUInt32LE(entry + 24))
  assert.equal(crc32(content), octets.readUInt32LE(entry + 16))
  return content
}
