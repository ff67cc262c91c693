import { access } from './english/access.ts'
import { authorities } from './english/authorities.ts'
import { certificates } from './english/certificates.ts'
import { hosted } from './english/hosted.ts'
import { orders } from './english/orders.ts'
import { pushes } from './english/pushes.ts'
import { reviews } from './english/reviews.ts'
import { settings } from './english/settings.ts'
import { shell } from './english/shell.ts'
import { words } from './english/words.ts'

export const english = {
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
} as const

export type TextKey = keyof typeof english
