/** `npm run test:console`: companies that apply are reviewed at the desk, in both languages, against the real server. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { ApiClient } from '../api/client.ts'
import { ok } from '../api/pca-v1/support.ts'
import { createPolicy, createSubject } from '../api/permissions/subjects.ts'
import { show } from '../api/scm-v3/support.ts'
import { type ConsoleScene, openConsole, signIn } from './browser.ts'
import { goTo, settled } from './go-to.ts'
import { type Hands, handsOn, wordsOf } from './hands.ts'
import { applyAsCompany } from './review-example.ts'
import { until } from './until.ts'

let scene: ConsoleScene
let tenant: ApiClient

before(async () => {
  scene = await openConsole()
  tenant = scene.server.as(await scene.server.addAccount('tenant'))
})
after(() => scene.close())

const statusOf = async (id: string) => (await show(tenant, id)).status

async function toReview(hands: Hands, name: string): Promise<void> {
  await hands.press('nav.reviews')
  await hands.page.getByRole('link', { name, exact: true }).click()
  await hands.page.getByRole('heading', { name, level: 1 }).waitFor()
}

/** From the list, once that was asked for anew: what is shown until then is as it was. */
const isGone = (page: Page, name: string) =>
  page.getByRole('link', { name, exact: true }).waitFor({ state: 'detached' })

test('while nobody applies the desk says so', async () => {
  const { page } = await scene.open()
  await signIn(page, scene.server)
  const hands = handsOn(page, 'en-US')
  await hands.press('nav.reviews')
  await hands.see(hands.t('reviews.none'))
  await page.context().close()
})

for (const language of ['en-US', 'zh-CN'] as const) {
  suite(`the review desk, ${language}`, () => {
    const place = language.toLowerCase()

    test('what was shown is looked at, and the company approved: the certificate is issued', async () => {
      const name = `Honest ${language} Ltd`
      const id = await applyAsCompany(tenant, `honest-${place}.managed.test`, name)
      const { page, faults } = await scene.open({ language })
      await signIn(page, scene.server)
      const hands = handsOn(page, language)
      const { t } = hands
      await toReview(hands, name)
      await hands.see('tenant')
      await hands.see('Zhang San')
      await hands.see(`honest-${place}.managed.test`)
      await hands.press('reviews.showWhat', { what: t('documentKind.business-licence') })
      const picture = page.getByAltText(t('documentKind.business-licence'))
      await picture.waitFor()
      assert.match((await picture.getAttribute('src')) ?? '', /^blob:/)
      // as the browser has it, which it would not where the policy forbids it
      await until(
        async () => (await page.evaluate(`document.querySelector('.ant-image img').naturalWidth`)) === 320,
      )
      const letter = await hands.download(() =>
        hands.press('reviews.downloadWhat', { what: t('documentKind.authorization-letter') }),
      )
      assert.match(letter.toString(), /^%PDF-/)
      await hands.press('reviews.approve')
      await hands.see(t('reviews.approveNames', { company: name }))
      await hands.confirm('reviews.approve')
      await page.waitForURL('**/console/reviews')
      await until(async () => (await statusOf(id)) === 'ISSUED')
      await isGone(page, name)
      assert.deepEqual(faults, [])
      await page.context().close()
    })

    test('the company is rejected with a reason, which is needed, and nothing waits any more', async () => {
      const name = `Unknown ${language} Ltd`
      const id = await applyAsCompany(tenant, `unknown-${place}.managed.test`, name)
      const { page, faults } = await scene.open({ language })
      await signIn(page, scene.server)
      const hands = handsOn(page, language)
      const { t } = hands
      await toReview(hands, name)
      await hands.press('reviews.reject')
      const dialog = page.getByRole('dialog')
      const button = dialog.getByRole('button', { name: t('reviews.reject'), exact: true })
      await button.click()
      await hands.see(t('form.required'))
      await hands.fill('reviews.reason', 'one\ntwo')
      await button.click()
      await hands.see(t('reviews.reasonRule'))
      assert.equal(await statusOf(id), 'CHECKING_ORG')
      const reason = 'No such company <b>in the register</b>'
      await hands.fill('reviews.reason', reason)
      await hands.confirm('reviews.reject')
      await page.waitForURL('**/console/reviews')
      const { status, fail_reason } = await show(tenant, id)
      assert.deepEqual([status, fail_reason], ['UNPASSED', reason])
      await isGone(page, name)
      assert.deepEqual(faults, [])
      await page.context().close()
    })
  })
}

test('what somebody else decided meanwhile is told in the dialog', async () => {
  const name = 'Twice Ltd'
  const id = await applyAsCompany(tenant, 'twice.managed.test', name)
  const { page } = await scene.open()
  await signIn(page, scene.server)
  const hands = handsOn(page, 'en-US')
  await toReview(hands, name)
  await hands.press('reviews.approve')
  const { status } = await scene.server.api('POST', `/v3/scm/reviews/${id}/reject`, { reason: 'no' })
  assert.equal(status, 204)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: hands.t('reviews.approve'), exact: true })
    .click()
  await page.getByRole('dialog').getByText(hands.t('failure.gone'), { exact: true }).waitFor()
  assert.equal(await statusOf(id), 'UNPASSED')
  await page.context().close()
})

test('who administers no installation is offered no desk, and told so where it is', async () => {
  const subject = await createSubject(scene.server, 'sees-all')
  await subject.grant(await createPolicy(scene.server, 'everything', 'Allow', '*:*:*'))
  const { page } = await scene.open()
  await signIn(page, scene.server, { user: 'sees-all', password: 'Subj3ct-passw0rd' })
  const t = wordsOf('en-US')
  await settled(page)
  const offered = await page.locator('nav.navigation a').allTextContents()
  assert.ok(offered.includes(t('nav.audit')))
  assert.ok(!offered.includes(t('nav.reviews')))
  await goTo(page, '/reviews')
  await page
    .getByRole('alert')
    .filter({ hasText: t('failure.denied') })
    .waitFor()
  ok(await scene.server.api('GET', '/v3/scm/reviews'))
  await page.context().close()
})
