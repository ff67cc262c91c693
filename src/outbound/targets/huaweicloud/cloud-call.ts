import type { Clock } from '../../../domain/ports/clock.ts'
import {
  type AccessKey,
  authorizationOf,
  canonicalQuery,
  signingDate,
} from '../../huaweicloud/sign-request.ts'
import { denied, refused } from '../failure.ts'
import { askPeer, type Fields, fieldsOf, objectIn, type PeerAnswer, textOf } from '../peer.ts'

/** A service of Huawei Cloud and who asks it. */
export interface CloudService extends AccessKey {
  /** Without a closing slash. */
  readonly endpoint: string
  /** Whose: `x-project-id`, or `x-domain-id` of services that are everywhere. */
  readonly owner: Readonly<Record<string, string>>
  readonly certificates: string | null
  readonly patienceMs: number
}

export interface CloudCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface Cloud {
  /** What is answered, empty where it is nothing. Throws `target-denied` for 401 and 403, `target-refused` for other errors. */
  call(call: CloudCall): Promise<Fields>
  /** Undefined for 404. */
  find(call: CloudCall): Promise<Fields | undefined>
}

export function createCloud(service: CloudService, clock: Pick<Clock, 'now'>): Cloud {
  return {
    call: async (call) => succeeded(await ask(service, call, clock)),
    async find(call) {
      const answer = await ask(service, call, clock)
      return answer.status === 404 ? undefined : succeeded(answer)
    },
  }
}

function succeeded({ status, text }: PeerAnswer): Fields {
  if (status < 200 || status >= 300) {
    const words = complaintOf(text) || `answers ${status}`
    throw status === 401 || status === 403 ? denied(words) : refused(words)
  }
  const answer = text === '' ? {} : objectIn(text)
  if (!answer) throw refused('answers no JSON')
  return answer
}

function ask(
  service: CloudService,
  { method, path, query = {}, body }: CloudCall,
  clock: Pick<Clock, 'now'>,
): Promise<PeerAnswer> {
  const url = new URL(service.endpoint + path)
  url.search = canonicalQuery(Object.entries(query))
  const text = body === undefined ? '' : JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    host: url.host,
    'x-sdk-date': signingDate(clock.now()),
    ...service.owner,
  }
  const authorization = authorizationOf({ method, url, headers, body: text }, service)
  const { certificates, patienceMs } = service
  return askPeer({
    method,
    url,
    headers: { ...headers, authorization },
    body: text,
    certificates,
    patienceMs,
  })
}

/** `ELB.8904:certificate … does not exist`; CDN has both one level down, the gateway has names of its own. */
function complaintOf(text: string): string {
  const answer = objectIn(text)
  const complaint = fieldsOf(answer?.['error']) ?? answer ?? {}
  const words = [
    complaint['error_code'] ?? complaint['code'],
    complaint['error_msg'] ?? complaint['message'] ?? complaint['error_message'],
  ]
  return words.map(textOf).filter(Boolean).join(':')
}
