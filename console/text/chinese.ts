import { access } from './chinese/access.ts'
import { authorities } from './chinese/authorities.ts'
import { certificates } from './chinese/certificates.ts'
import { hosted } from './chinese/hosted.ts'
import { orders } from './chinese/orders.ts'
import { pushes } from './chinese/pushes.ts'
import { reviews } from './chinese/reviews.ts'
import { settings } from './chinese/settings.ts'
import { shell } from './chinese/shell.ts'
import { words } from './chinese/words.ts'
import type { TextKey } from './english.ts'

export const chinese: Readonly<Record<TextKey, string>> = {
  ...shell,
  ...words,
  ...authorities,
  ...certificates,
  ...hosted,
  ...orders,
  ...pushes,
  ...settings,
  ...access,
  ...reviews,
}
