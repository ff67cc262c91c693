import type { Download, Page } from 'playwright-core'
import { chinese } from '../../console/text/chinese.ts'
import { english, type TextKey } from '../../console/text/english.ts'
import type { Language } from './browser.ts'

export type Words = (key: TextKey, values?: Readonly<Record<string, string>>) => string

/** What a person does with a page, by the words that it shows. */
export interface Hands {
  readonly page: Page
  readonly t: Words
  fill(label: TextKey, text: string): Promise<void>
  choose(label: TextKey, option: string): Promise<void>
  check(label: TextKey): Promise<void>
  /** The button at the end of a form, where the page's own links may be called the same. */
  submit(name: TextKey): Promise<void>
  press(name: TextKey, values?: Readonly<Record<string, string>>): Promise<void>
  /** In the menu "More". */
  pressInMenu(name: TextKey): Promise<void>
  /** In the dialog that is open. */
  confirm(name: TextKey, typed?: string): Promise<void>
  open(tab: TextKey): Promise<void>
  download(start: () => Promise<void>): Promise<Buffer>
  see(text: string): Promise<void>
}

export const wordsOf = (language: Language): Words => {
  const words: Readonly<Record<TextKey, string>> = language === 'zh-CN' ? chinese : english
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, place: string) => values[place] ?? '')
}

export function handsOn(page: Page, language: Language): Hands {
  const t = wordsOf(language)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const hands: Hands = {
    page,
    t,
    fill: (label, text) => page.getByLabel(t(label), { exact: true }).fill(text),
    async choose(label, option) {
      await page.getByRole('combobox', { name: t(label) }).click()
      await page.locator('.ant-select-dropdown:visible').getByTitle(option, { exact: true }).click()
    },
    check: (label) => page.getByLabel(t(label), { exact: true }).check(),
    submit: (name) =>
      page
        .locator('form')
        .getByRole('button', { name: t(name), exact: true })
        .click(),
    press: (name, values) =>
      button(t(name, values))
        .or(page.getByRole('link', { name: t(name, values), exact: true }))
        .first()
        .click(),
    async pressInMenu(name) {
      await button(t('action.more')).click()
      await page.getByRole('menuitem', { name: t(name) }).click()
    },
    async confirm(name, typed) {
      const dialog = page.getByRole('dialog')
      if (typed !== undefined) await dialog.getByLabel(t('dialog.type')).fill(typed)
      await dialog.getByRole('button', { name: t(name), exact: true }).click()
      await dialog.waitFor({ state: 'hidden' })
    },
    open: (tab) => page.getByRole('tab', { name: t(tab), exact: true }).click(),
    async download(start) {
      const [download] = await Promise.all([page.waitForEvent('download'), start()])
      return await octetsOf(download)
    },
    see: (text) => page.getByText(text, { exact: true }).first().waitFor(),
  }
  return hands
}

async function octetsOf(download: Download): Promise<Buffer> {
  const stream = await download.createReadStream()
  return Buffer.concat(await Array.fromAsync(stream))
}

/** The six attributes that a CA needs, but for its common name. */
export async function fillName(hands: Hands, commonName: string): Promise<void> {
  await hands.fill('field.commonName', commonName)
  await hands.fill('field.organization', 'Acme')
  await hands.fill('field.organizationalUnit', 'PKI')
  await hands.fill('field.country', 'CN')
  await hands.fill('field.province', 'Sichuan')
  await hands.fill('field.locality', 'Chengdu')
}
