import type { AnswerOf } from '../../../src/contract/operation.ts'
import type { listAllPushes, listPushes } from '../../../src/contract/scm-v3/pushes.ts'

export type ToldPush = AnswerOf<typeof listPushes>['pushes'][number]
/** With the certificate that it is of. */
export type AccountPush = AnswerOf<typeof listAllPushes>['pushes'][number]

export const pushStates = [
  'planned',
  'applying',
  'looking',
  'restoring',
  'done',
  'failed',
] as const satisfies ToldPush['status'][]

export const services = ['ELB', 'WAF', 'CDN'] as const
export type Service = (typeof services)[number]

export const hasEnded = ({ status }: ToldPush): boolean => status === 'done' || status === 'failed'

/** While one is on its way, once a second. */
export const pushesRefetchMs = (answer: { readonly pushes: readonly ToldPush[] } | undefined) =>
  answer?.pushes.every(hasEnded) === false ? 1_000 : undefined

/** `ELB · cn-north-4 · a resource` */
export const placeText = ({ target_service, target_project, resource }: ToldPush): string =>
  [target_service, target_project, resource].filter(Boolean).join(' · ')

/** How far it is, of 4: looked at, given, looked for, ended. */
export const stepOf = ({ status }: ToldPush): number =>
  ({ planned: 1, applying: 2, looking: 3, restoring: 3, done: 4, failed: 4 })[status]
