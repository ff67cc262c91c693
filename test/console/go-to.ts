import type { Page } from 'playwright-core'

/** Goes to an address of the console without loading it anew, which would end the session; waits until it is still. */
export async function goTo(page: Page, path: string): Promise<void> {
  const to = JSON.stringify(`/console${path}`)
  // the browser's own words, which the types of the tests do not know
  await page.evaluate(`history.pushState(null, '', ${to}); dispatchEvent(new PopStateEvent('popstate'))`)
  await settled(page)
}

/** Until nothing is asked for or shown as awaited any more. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.locator('.ant-skeleton, .ant-spin-spinning, .list-wait').first().waitFor({ state: 'detached' })
}
