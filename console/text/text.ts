import { preferences, usePreferences } from '../shell/preferences.ts'
import { chinese } from './chinese.ts'
import { english, type TextKey } from './english.ts'

export type { TextKey } from './english.ts'
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string

const dictionaries = { 'en-US': english, 'zh-CN': chinese } as const

/** A text of the language that is chosen, its `{places}` filled. */
export const translate: Translate = (key, values = {}) =>
  dictionaries[preferences.now().language][key].replace(/\{(\w+)\}/g, (_, place: string) =>
    String(values[place] ?? ''),
  )

/** A key that is made up of what the API says, where the dictionary has it; else what the API says. */
export const translateWord = (prefix: string, word: string): string =>
  `${prefix}.${word}` in english ? translate(`${prefix}.${word}` as TextKey) : word

export function useText(): Translate {
  usePreferences()
  return translate
}
