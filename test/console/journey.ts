import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { type ConsoleScene, type Language, signIn } from './browser.ts'
import { type Hands, handsOn } from './hands.ts'

/** A journey in both languages, of the first administrator; nothing may go wrong in the page on the way. */
export const journeysIn =
  (scene: () => ConsoleScene) =>
  (name: string, walk: (hands: Hands, language: Language) => Promise<void>): void => {
    suite(name, () => {
      for (const language of ['en-US', 'zh-CN'] as const) {
        test(language, async () => {
          const { page, faults } = await scene().open({ language })
          await signIn(page, scene().server)
          await walk(handsOn(page, language), language)
          assert.deepEqual(faults, [])
          await page.context().close()
        })
      }
    })
  }
