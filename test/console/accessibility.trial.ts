/** `npm run test:console`: no page has a serious fault for who uses it by keyboard or ear (axe). */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { type ConsoleScene, openConsole, signIn } from './browser.ts'
import { type Example, makeExample } from './example.ts'
import { goTo, settled } from './go-to.ts'
import { pagesOf } from './pages.ts'

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

/** What is serious or worse, with where it is. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    readonly violations: readonly Violation[]
  }
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`),
    )
}

suite('no page has a serious fault', () => {
  let scene: ConsoleScene
  let example: Example
  before(async () => {
    scene = await openConsole()
    example = await makeExample(scene.server.api)
  })
  after(() => scene.close())

  for (const isDark of [false, true]) {
    test(isDark ? 'dark' : 'light', async (walk) => {
      const { page } = await scene.open({ isDark, language: isDark ? 'zh-CN' : 'en-US' })
      await walk.test('sign-in', async () => assert.deepEqual(await faultsOf(page), []))
      await signIn(page, scene.server)
      for (const [name, path] of pagesOf(example)) {
        await walk.test(name, async () => {
          await goTo(page, path)
          assert.deepEqual(await faultsOf(page), [])
        })
      }
      await page.context().close()
    })
  }

  test('dialogs, and the navigation of narrow screens', async (walk) => {
    const { page } = await scene.open({ width: 390 })
    await signIn(page, scene.server)
    await walk.test('navigation', async () => {
      await page.getByRole('button', { name: 'Open navigation' }).click()
      await page.locator('.ant-drawer nav').waitFor()
      assert.deepEqual(await faultsOf(page), [])
      await page.keyboard.press('Escape')
    })
    await walk.test('a dialog that asks for the name', async () => {
      await goTo(page, `/authorities/${example.issuerId}`)
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Disable CA' }).click()
      await page.getByRole('dialog').waitFor()
      await settled(page)
      assert.deepEqual(await faultsOf(page), [])
    })
  })
})
