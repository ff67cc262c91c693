/**
 * `npm run screenshots`: every page, light and dark, wide and narrow, in both languages by turns, into the ignored folder
 * screenshots/. Names after it, such as `overview hosted`, take those alone; `guide` takes the pictures of the guides.
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

/** The pictures of docs/guide.*.md. */
const guidePages = [
  'overview',
  'authorities',
  'certificate',
  'hosted-import',
  'order-proving',
  'order-pushes',
]
const guide = join(import.meta.dirname, '../../docs/pictures')

const scene = await openConsole()
const example = await makeExample(scene.server.api)
if (wanted.includes('guide')) await takeGuide()
else for (const look of looks) await takeAll(look)
await scene.close()
process.exit()

async function takeAll({ name: look, ...options }: (typeof looks)[number]): Promise<void> {
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

async function takeGuide(): Promise<void> {
  for (const language of ['en-US', 'zh-CN'] as const) {
    mkdirSync(join(guide, language), { recursive: true })
    const { page } = await scene.open({ language, width: 1200, height: 720 })
    await signIn(page, scene.server)
    for (const [name, path] of pagesOf(example).filter(([one]) => guidePages.includes(one))) {
      await goTo(page, path)
      await page.screenshot({ path: join(guide, language, `${name}.png`) })
    }
    await page.context().close()
  }
}
