import * as contract from '../../contract/scm-v2/pushes.ts'
import type { Push } from '../../domain/model/push.ts'
import type { PushService } from '../../domain/model/push-place.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { PushCommand } from '../../domain/operations/push/push-certificate.ts'
import { type Route, route } from '../wire/route.ts'

/** API reference 6.18. */
const historyLength = 10

/** Certificates put to use. */
export const pushRoutes = (operations: Operations): Route[] => [
  route(contract.pushCertificate, operations.pushCertificate, {
    command: ({ params, body }) => ({
      id: params.cert_id,
      ...readService(body.service_type),
      project: body.remote_project,
    }),
    present: () => ({ message: 'success' as const }),
  }),
  route(contract.listPushes, operations.listDonePushes, {
    command: ({ params }) => ({ id: params.cert_id, limit: historyLength }),
    present: (pushes) => ({ push_history_list: pushes.map(presentPush) }),
  }),
]

/** The vendor's newer load balancers are the only ones now; their older name goes on being told as it was asked for. */
function readService(word: string): Pick<PushCommand, 'service' | 'askedAs'> {
  const upper = word.toUpperCase()
  // the shape lets no other words through
  return upper === 'ENHANCE_ELB'
    ? { service: 'ELB', askedAs: 'Enhance_ELB' }
    : { service: upper as PushService }
}

const presentPush = ({ finishedAt, startedAt, project, service, askedAs }: Push) => ({
  push_time: String(finishedAt ?? startedAt),
  push_remote_project: project === '' ? null : project,
  push_service: askedAs ?? service,
})
