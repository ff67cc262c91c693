import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Replacements } from '../../src/compose.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { createOutside } from '../api/scm-v3/outside.ts'
import { createRunningClock } from '../api/test-clock.ts'

/** Debian's (test/judges/install). */
const chromiumProgram = '/usr/bin/chromium'

export type Language = 'en-US' | 'zh-CN'

/** The product with its console, and a browser to look at it. */
export interface ConsoleScene {
  readonly server: RunningServer
  readonly browser: Browser
  /** A tab of its own, at the console's start; whatever goes wrong in the page is kept in `faults`. */
  open(options?: OpenOptions): Promise<OpenedPage>
  close(): Promise<void>
}

export interface OpenOptions {
  readonly language?: Language
  readonly isDark?: boolean
  readonly width?: number
  readonly height?: number
}

export interface OpenedPage {
  readonly page: Page
  /** Errors of scripts and of the policy, and answers of 500 and above. */
  readonly faults: readonly string[]
}

/** As root, and without asking anybody outside for anything (docs of Debian's Chromium). */
const flags = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--disable-dev-shm-usage',
]

/** Names below `managed.test` are proven by themselves: the product's records in that zone are what it then finds. */
export async function openConsole(
  settings: Readonly<Record<string, string>> = {},
  replacements: Replacements = {},
): Promise<ConsoleScene> {
  const { domainProver, dnsConnectors } = createOutside()
  const outside = { domainProver, dnsConnectors, ...replacements.outside }
  const server = await startServer(settings, createRunningClock(), { ...replacements, outside })
  const browser = await chromium.launch({ executablePath: chromiumProgram, args: flags })
  return {
    server,
    browser,
    async open({ language = 'en-US', isDark = false, width = 1440, height = 900 } = {}) {
      const options: BrowserContextOptions = {
        locale: language,
        colorScheme: isDark ? 'dark' : 'light',
        viewport: { width, height },
        reducedMotion: 'reduce',
        acceptDownloads: true,
      }
      const page = await (await browser.newContext(options)).newPage()
      const faults = watch(page)
      await page.goto(server.base)
      return { page, faults }
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

function watch(page: Page): string[] {
  const faults: string[] = []
  page.setDefaultTimeout(30_000)
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    // a refusal is told by the browser, too; journeys that are refused something expect it
    if (message.type() === 'error' && !text.startsWith('Failed to load resource')) faults.push(text)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} ${response.url()}`)
  })
  return faults
}

/** Signs in as the first administrator, or as somebody else of its account. */
export async function signIn(
  page: Page,
  { credentials }: RunningServer,
  who: { readonly user: string; readonly password: string } = {
    user: credentials.user.name,
    password: credentials.user.password,
  },
): Promise<void> {
  await page.locator('#account').fill(credentials.domain.name)
  await page.locator('#user').fill(who.user)
  await page.locator('#password').fill(who.password)
  await page.locator('button[type=submit]').click()
  await page.locator('.shell-head').waitFor()
}
