import type { Page, Request } from 'playwright-core'

/** What each page has asked for, and was not answered yet. */
const underWay = new WeakMap<Page, Set<Request>>()

/** From here on it is known when the page is still. */
export function watchRequests(page: Page): void {
  const requests = new Set<Request>()
  underWay.set(page, requests)
  page.on('request', (request) => requests.add(request))
  page.on('requestfinished', (request) => requests.delete(request))
  page.on('requestfailed', (request) => requests.delete(request))
}

/** Goes to an address of the console without loading it anew, which would end the session; waits until it is still. */
export async function goTo(page: Page, path: string): Promise<void> {
  const to = JSON.stringify(`/console${path}`)
  // the browser's own words, which the types of the tests do not know
  await page.evaluate(`history.pushState(null, '', ${to}); dispatchEvent(new PopStateEvent('popstate'))`)
  await settled(page)
}

const quietRounds = 3

/** Until nothing is asked for or shown as awaited: a page's code, what it asks for, and what that leads to. */
export async function settled(page: Page): Promise<void> {
  for (let quiet = 0; quiet < quietRounds; ) {
    await page.evaluate('new Promise((drawn) => setTimeout(() => requestAnimationFrame(drawn), 50))')
    const awaited = await page.locator('.ant-skeleton, .ant-spin-spinning, .list-wait').count()
    quiet = awaited === 0 && underWay.get(page)?.size === 0 ? quiet + 1 : 0
  }
}
