/**
 * `npm run screenshots`: every page, light and dark, wide and narrow, in both languages by turns, into the ignored folder
 * screenshots/. Names after it, such as `overview hosted`, take those alone.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openConsole, signIn } from './browser.ts'
import { makeExample } from './example.ts'
import { goTo } from './go-to.ts'
import { pagesOf } from './pages.ts'

const folder = join(import.meta.dirname, '../../screenshots')
const wanted = process.argv.slice(2)
mkdirSync(folder, { recursive: true })

const looks = [
  { name: 'light-1440', language: 'en-US', isDark: false, width: 1440 },
  { name: 'dark-1440', language: 'zh-CN', isDark: true, width: 1440 },
  { name: 'light-390', language: 'zh-CN', isDark: false, width: 390 },
  { name: 'dark-390', language: 'en-US', isDark: true, width: 390 },
] as const

const scene = await openConsole()
const example = await makeExample(scene.server.api)
for (const { name: look, ...options } of looks) {
  const { page, faults } = await scene.open(options)
  const take = (name: string) =>
    page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true })
  if (wanted.length === 0) await take('sign-in')
  await signIn(page, scene.server)
  for (const [name, path] of pagesOf(example)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    await goTo(page, path)
    await take(name)
  }
  for (const fault of faults) process.stdout.write(`${look}: ${fault}\n`)
  await page.context().close()
}
await scene.close()
process.exit()
