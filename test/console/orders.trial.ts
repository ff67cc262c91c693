/** `npm run test:console`: certificates that are bought, and certificates that are put to use. */
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { ok } from '../api/pca-v1/support.ts'
import { make } from '../api/scm-v3/certificates.ts'
import { apply, buy } from '../api/scm-v3/orders.ts'
import { hosted, importBody, importCertificate } from '../api/scm-v3/support.ts'
import { type ConsoleScene, openConsole } from './browser.ts'
import { goTo } from './go-to.ts'
import type { Hands } from './hands.ts'
import { journeysIn } from './journey.ts'

let scene: ConsoleScene
before(async () => {
  scene = await openConsole()
})
after(() => scene.close())

const journey = journeysIn(() => scene)
const titleOf = async ({ page }: Hands): Promise<string> =>
  (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''

journey(
  'a certificate is bought, proven by the record that the page asks for, and issued',
  async (hands, language) => {
    const host = `bought-${language.toLowerCase()}.test`
    await hands.press('nav.hosted')
    await hands.press('orders.buy')
    await hands.check('orders.agree')
    await hands.submit('orders.buy')
    await hands.page.waitForURL('**/apply')
    await hands.fill('orders.firstName', host)
    await hands.fill('orders.person', 'Li Lei')
    await hands.fill('orders.phone', '13212345678')
    await hands.fill('users.email', 'li.lei@example.test')
    await hands.check('orders.agree')
    await hands.submit('orders.apply')
    await hands.see(hands.t('state.awaited'))
    const [name = '', value = ''] = await hands.page.locator('.proof code').allTextContents()
    assert.equal(name, `_dnsauth.${host}`)
    scene.outside.set(name, value)
    // the page follows by itself
    await hands.page.locator('.state', { hasText: hands.t('state.ISSUED') }).waitFor()
    await hands.open('tab.renewal')
    await hands.press('rehearsal.start')
    await hands.page.locator('.steps-told .state-good').first().waitFor()
    assert.equal(await hands.page.locator('.steps-told .state-bad').count(), 0)
    await hands.pressInMenu('certificate.revoke')
    await hands.confirm('certificate.revoke', await titleOf(hands))
    await hands.see(hands.t('state.REVOKED'))
  },
)

journey('an application is cancelled, and what was bought given back', async (hands, language) => {
  const { api } = scene.server
  const id = await buy(api)
  ok(await apply(api, id, { domain: `left-${language.toLowerCase()}.test` }))
  await goTo(hands.page, `/hosted/${id}`)
  await hands.see(hands.t('state.CHECKING_DOMAIN'))
  await hands.press('orders.cancel')
  await hands.confirm('orders.cancel')
  await hands.see(hands.t('state.PAID'))
  await hands.pressInMenu('orders.giveBack')
  await hands.confirm('orders.giveBack', await titleOf(hands))
  await hands.page.waitForURL('**/console/hosted')
  assert.equal((await api('GET', `${hosted}/${id}`)).status, 404)
})

journey('an imported certificate is pushed, and seen where it was pushed to', async (hands, language) => {
  const { api, dataFolder } = scene.server
  const host = `pushed-${language.toLowerCase()}.test`
  const id = await importCertificate(
    api,
    importBody(make({ subject: host, notAfter: '20300101000000Z' }), { name: host }),
  )
  await goTo(hands.page, `/hosted/${id}`)
  await hands.press('pushes.push')
  const dialog = hands.page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: hands.t('pushes.projects') }).fill('no-such-project')
  await hands.page.keyboard.press('Enter')
  await hands.page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: hands.t('pushes.push'), exact: true }).click()
  await dialog.getByText('SCM.0069').waitFor()
  assert.equal(await dialog.isVisible(), true, 'a refusal keeps what was entered')
  await dialog.getByText('CDN', { exact: true }).click()
  await hands.confirm('pushes.push')
  await hands.see(hands.t('state.done'))
  const folder = join(dataFolder, 'push-targets')
  const served = globSync(`${folder}/*/CDN/_/${id}/fullchain.pem`).map(
    (path) => new X509Certificate(readFileSync(path)).subject,
  )
  assert.ok(served.includes(`CN=${host}`), served.join())
})
