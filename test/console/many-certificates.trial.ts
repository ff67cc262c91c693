/** `npm run test:console`: the list is smooth with 100,000 certificates. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Kysely } from 'kysely'
import { insertCertificates } from '../../bench/many-certificates.ts'
import { NodeSqliteDialect } from '../../src/storage/engines/sqlite/node-sqlite-dialect.ts'
import { openWriter } from '../../src/storage/engines/sqlite/open-connection.ts'
import type { Schema } from '../../src/storage/schema.ts'
import { startServer } from '../api/running-server.ts'
import { type ConsoleScene, openConsole, signIn } from './browser.ts'
import { settled } from './go-to.ts'
import { handsOn } from './hands.ts'

const settings = { 'data-dir': mkdtempSync(join(tmpdir(), 'chancery-many-')), 'certificate-quota': '1000000' }
const mostMs = 3_000
let scene: ConsoleScene

before(async () => {
  const first = await startServer(settings)
  const { id } = first.credentials.domain
  await first.close()
  const db = new Kysely<Schema>({
    dialect: new NodeSqliteDialect(() => openWriter(join(settings['data-dir'], 'chancery.db'))),
  })
  await insertCertificates(db, id, 100_000, Date.now())
  await db.destroy()
  scene = await openConsole(settings)
})
after(async () => {
  await scene.close()
  rmSync(settings['data-dir'], { recursive: true })
})

test('100,000 certificates are listed, searched, sorted and paged', async () => {
  const { page, faults } = await scene.open()
  await signIn(page, scene.server)
  const hands = handsOn(page, 'en-US')
  const soon = async (what: string, act: () => Promise<unknown>) => {
    const start = performance.now()
    await act()
    await settled(page)
    const tookMs = performance.now() - start
    assert.ok(tookMs < mostMs, `${what} took ${tookMs} ms`)
  }
  await soon('the list', async () => {
    await hands.press('nav.certificates')
    await page.getByText('1–20 of 100,000').waitFor()
  })
  await soon('a search', async () => {
    await hands.fill('certificates.search', 'host-12345')
    await page.locator('td', { hasText: 'host-12345.example.test' }).first().waitFor()
  })
  assert.match(page.url(), /name=host-12345/)
  await soon('all again', async () => {
    await hands.fill('certificates.search', '')
    await page.getByText('of 100,000').waitFor()
  })
  await soon('another order', async () => {
    await page.getByRole('columnheader', { name: 'Expires' }).click()
    await page.waitForURL(/sort=not_after/)
  })
  await soon('the next page', async () => {
    await page.getByTitle('Next Page').click()
    await page.getByText('21–40 of 100,000').waitFor()
  })
  assert.equal(await page.locator('tbody tr.ant-table-row').count(), 20)
  await page.goBack()
  assert.deepEqual(faults, [])
})
