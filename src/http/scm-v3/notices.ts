import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/notices.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { SwitchNoticesCommand } from '../../domain/operations/notice/switch-notices.ts'
import { type Route, route } from '../wire/route.ts'

/** Expiry notices: client contract 1.1, operations 26 and 27, and where they go. */
export const noticeRoutes = (operations: Operations): Route[] => [
  route(contract.enableNotification, operations.enableNotices, { command: ({ body }) => readWishes(body) }),
  route(contract.disableNotification, operations.disableNotices, { command: ({ body }) => readWishes(body) }),
  route(contract.showNotificationWebhook, operations.showWebhook, {
    command: () => undefined,
    present: (webhook) => ({ url: webhook?.url ?? null, update_time: webhook?.updatedAt ?? null }),
  }),
  route(contract.updateNotificationWebhook, operations.setWebhook, {
    command: ({ body }) => ({ url: body.url }),
    present: ({ url, updatedAt, secret }) => ({ url, update_time: updatedAt, secret }),
  }),
  route(contract.deleteNotificationWebhook, operations.removeWebhook, { command: () => undefined }),
]

const readWishes = (body: Static<typeof contract.Wishes>): SwitchNoticesCommand => ({
  wishes: body.map(({ resource_id, notice_type }) => ({ certificateId: resource_id, types: notice_type })),
})
