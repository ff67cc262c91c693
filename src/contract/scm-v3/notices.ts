import { Type } from 'typebox'
import { type ApiOperation, nullable, oneOf } from '../operation.ts'
import * as shapes from './shapes.ts'

/** Expiry notices: client contract 1.1, operations 26 and 27; the webhook is ours. */

const root = '/v3/scm/notification'

export const Wishes = Type.Array(
  Type.Object({
    resource_id: shapes.CertificateId,
    notice_type: Type.Array(oneOf(['CERT_EXPIRING', 'CERT_EXPIRED']), { minItems: 1, maxItems: 32 }),
  }),
  { maxItems: 99 },
)

export const enableNotification = {
  id: 'EnableNotification',
  method: 'POST',
  path: `${root}/enable`,
  summary: 'Have somebody told when certificates expire',
  action: 'scm:cert:enableNotification',
  about: { kind: 'cert', is: 'listed' },
  body: Wishes,
  success: { status: 204 },
} as const satisfies ApiOperation

export const disableNotification = {
  id: 'DisableNotification',
  method: 'POST',
  path: `${root}/disable`,
  summary: 'Have nobody told any more',
  action: 'scm:cert:disableNotification',
  about: { kind: 'cert', is: 'listed' },
  body: Wishes,
  success: { status: 204 },
} as const satisfies ApiOperation

const time = Type.Integer({ description: 'in ms since 1970' })

export const showNotificationWebhook = {
  id: 'ShowNotificationWebhook',
  method: 'GET',
  path: `${root}/webhook`,
  summary: 'Show where notices of the account go',
  action: 'scm::getNotificationWebhook',
  success: {
    status: 200,
    body: Type.Object({ url: nullable(Type.String()), update_time: nullable(time) }),
  },
} as const satisfies ApiOperation

export const updateNotificationWebhook = {
  id: 'UpdateNotificationWebhook',
  method: 'PUT',
  path: `${root}/webhook`,
  summary: 'Set where notices of the account go',
  action: 'scm::updateNotificationWebhook',
  body: Type.Object({ url: Type.String({ maxLength: 2048, description: 'https:// or http://' }) }),
  success: {
    status: 200,
    body: Type.Object({
      url: Type.String(),
      update_time: time,
      secret: Type.String({ description: 'what deliveries are signed with; shown this once' }),
    }),
  },
} as const satisfies ApiOperation

export const deleteNotificationWebhook = {
  id: 'DeleteNotificationWebhook',
  method: 'DELETE',
  path: `${root}/webhook`,
  summary: 'Have notices of the account go nowhere but to mail',
  action: 'scm::deleteNotificationWebhook',
  success: { status: 204 },
} as const satisfies ApiOperation
