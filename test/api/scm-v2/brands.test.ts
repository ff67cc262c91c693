import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { ok, refused } from '../pca-v1/support.ts'
import { startServer } from '../running-server.ts'
import { purchase } from './bodies.ts'
import { speakV2 } from './support.ts'

const folder = await mkdtemp(join(tmpdir(), 'chancery-brands-'))
const file = join(folder, 'issuers.json')
const acme = { kind: 'acme', directory: 'https://acme.example.test/directory' }
const issuers = {
  issuers: { domains: acme, companies: { ...acme, validates_organizations: true } },
  brands: { GLOBALSIGN: 'domains', SYMANTEC: 'companies' },
}
writeFileSync(file, JSON.stringify(issuers), { mode: 0o600 })
const server = await startServer({ 'issuers-file': file })
after(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})
const { api } = server
const { root, list } = speakV2(server, api)

test('a brand whose authority looks at no company sells DV alone', async () => {
  const { type_list } = ok(await api('GET', `${root}/cert/product`))
  const typesOf = (brand: string) =>
    new Set(
      type_list
        .filter((one: { cert_brand: string }) => one.cert_brand === brand)
        .map((one: { cert_type: string }) => one.cert_type),
    )
  assert.deepEqual(typesOf('GLOBALSIGN'), new Set(['DV_SSL_CERT', 'DV_SSL_CERT_BASIC']))
  for (const brand of ['SYMANTEC', 'GEOTRUST']) assert.equal(typesOf(brand).size, 6, brand)
})

test('what it does not sell is no product, and can not be bought', async () => {
  refused(await api('GET', `${root}/product/00301-106005-0--0`), 400, 'SCM.0005', 'product_id')
  ok(await api('GET', `${root}/product/00301-126005-0--0`))
  const body = purchase({ cert_brand: 'GLOBALSIGN', cert_type: 'OV_SSL_CERT' })
  refused(await api('POST', `${root}/cert/purchase`, body), 400, 'SCM.0005', 'cert_type')
  assert.equal((await list()).total, 0)
})
