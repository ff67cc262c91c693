import { Buffer } from 'node:buffer'
import { addAbortSignal, type Readable } from 'node:stream'
import { checkSize } from '../refusal.ts'

/** All octets of an answer, as far as there are no more than an object may have. */
export async function readBody(body: unknown, limit: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let octets = 0
  for await (const chunk of addAbortSignal(limit, body as Readable) as AsyncIterable<Uint8Array>) {
    octets += chunk.length
    checkSize(octets)
    chunks.push(chunk)
  }
  const { buffer, byteOffset, length } = Buffer.concat(chunks, octets)
  return new Uint8Array(buffer, byteOffset, length)
}
