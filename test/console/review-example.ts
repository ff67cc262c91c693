import assert from 'node:assert/strict'
import { crc32, deflateSync } from 'node:zlib'
import type { ApiClient } from '../api/client.ts'
import { ok } from '../api/pca-v1/support.ts'
import { apply, buy, company } from '../api/scm-v3/orders.ts'
import { hosted } from '../api/scm-v3/support.ts'
import { until } from './until.ts'

/** An application for an OV certificate that waits for a reviewer, with two documents; the domain is below `managed.test`. */
export async function applyAsCompany(
  api: ApiClient,
  domain: string,
  name = 'Acme Payments Ltd',
): Promise<string> {
  const id = await buy(api, { cert_type: 'OV_SSL_CERT' })
  const contact = {
    contact_name: 'Zhang San',
    contact_phone: '13900000000',
    contact_email: 'zhang.san@acme.example',
  }
  ok(await apply(api, id, { domain, auto_dns_auth: true, ...company, company_name: name, ...contact }))
  await show(api, id, 'business-licence', aPicture())
  await show(api, id, 'authorization-letter', Buffer.from('%PDF-1.7\n%%EOF\n'))
  await until(async () => ok(await api('GET', `${hosted}/${id}`)).status === 'CHECKING_ORG')
  return id
}

async function show(api: ApiClient, id: string, kind: string, content: Buffer): Promise<void> {
  const answer = await api('POST', `${hosted}/${id}/documents`, { kind, content: content.toString('base64') })
  assert.equal(answer.status, 201, answer.message ?? '')
}

const [width, height] = [320, 200]

/** A PNG of one bit a pixel: a frame with lines of writing (PNG specification 1.2, §3 and §4.1). */
function aPicture(): Buffer {
  const rows = Array.from({ length: height }, (_, row) => {
    const isFrame = row < 4 || row >= height - 4
    const isLine = row > 30 && row < height - 30 && row % 20 < 6
    const octets = Array.from({ length: width / 8 }, (_, column) => {
      if (isFrame || column === 0 || column === width / 8 - 1) return 0
      return isLine && column > 3 && column < width / 8 - 4 ? 0 : 0xff
    })
    return Buffer.from([0, ...octets])
  })
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  check.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, check])
}
