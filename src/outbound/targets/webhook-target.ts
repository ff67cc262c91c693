import type { PushContent, PushPlace } from '../../domain/model/push-place.ts'
import { StepFault } from '../../domain/model/step-fault.ts'
import type { Clock } from '../../domain/ports/clock.ts'
import type { PushTarget, TargetSnapshot } from '../../domain/ports/push-targets.ts'
import { webhookSignature } from '../webhook-signature.ts'
import { denied, refused } from './failure.ts'
import { askPeer, objectIn, type PeerAnswer, textOf } from './peer.ts'
import { endingInLine, fingerprintsIn } from './pem.ts'
import { filled, ownIdOf, ownNameOf } from './place-names.ts'
import { sightOf } from './sight.ts'

export interface WebhookPlace {
  readonly url: string
  /** What requests are signed with, as notices are. */
  readonly secret: string
  /** Pattern of where it tells what it has; null where a probe looks. */
  readonly readUrl: string | null
  readonly certificates: string | null
}

/** What the receiver had, as it told, and its content where we pushed it. */
interface Snapshot {
  readonly fingerprint: string
  readonly content: PushContent | null
}

/** Whatever receives JSON: `POST {action, …, certificate}` with `Idempotency-Key`, signed; any answer of 2xx takes it. */
export function createWebhookTarget(
  name: string,
  place: WebhookPlace,
  patienceMs: number,
  clock: Pick<Clock, 'now'>,
): PushTarget {
  const send = async (method: 'GET' | 'POST', url: URL, body: string, key?: string): Promise<PeerAnswer> => {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'chancery',
      'x-chancery-signature': webhookSignature(place.secret, Math.floor(clock.now() / 1000), body),
      ...(key !== undefined && { 'idempotency-key': key }),
    }
    return askPeer({ method, url, headers, body, certificates: place.certificates, patienceMs })
  }
  const post = async (action: string, at: PushPlace, key: string, certificate: object | null) => {
    const body = JSON.stringify({ action, idempotency_key: key, target: name, ...described(at), certificate })
    const answer = await send('POST', new URL(place.url), body, key)
    if (answer.status !== 404 || action !== 'remove') succeeded(answer)
  }
  /** The fingerprint of what is there, by a document with it or by the certificate itself; undefined for nothing. */
  const read = async (at: PushPlace): Promise<string | undefined> => {
    if (place.readUrl === null) return undefined
    const answer = await send('GET', new URL(filled(place.readUrl, at, encodeURIComponent)), '')
    if (answer.status === 404) return undefined
    succeeded(answer)
    const told = textOf(objectIn(answer.text)?.['fingerprint']).replaceAll(':', '').toLowerCase()
    return told || fingerprintsIn(answer.text)?.sha256
  }

  return {
    name,
    type: 'webhook',
    facts: [{ name: 'receiver', value: new URL(place.url).origin }],
    async try(trial) {
      await trial.step({
        name: 'receiver',
        advice:
          'check url, secret_file and ca_file in the targets file, and that the receiver has the same secret',
        async work() {
          const answer = await send('GET', new URL(place.url), '')
          if (answer.status === 404) throw new StepFault('answers 404: see that the path of url is right')
          if (answer.status === 405) return 'answers, and does not know the try'
          succeeded(answer)
          return 'answers, and takes our signature'
        },
      })
      if (place.readUrl === null) return
      await trial.step({
        name: 'read_url',
        advice:
          'check read_url in the targets file; where there is no certificate the receiver is to answer 404',
        async work() {
          await read(nowhere)
          return 'tells what it has'
        },
      })
    },
    async snapshot(at, former) {
      const fingerprint = place.readUrl === null ? former?.fingerprint : await read(at)
      if (fingerprint === undefined) return null
      const content = former?.fingerprint === fingerprint ? former : null
      return Buffer.from(JSON.stringify({ fingerprint, content } satisfies Snapshot))
    },
    async apply(at, content, pushId) {
      if ((await read(at)) !== content.fingerprint)
        await post('apply', at, pushId, certificateOf(at, content))
      return { resourceId: ownIdOf(at), resourceName: ownNameOf(at) }
    },
    look: (at, { fingerprint }) => sightOf(async () => (await read(at)) === fingerprint),
    async restore(at, snapshot, pushId) {
      const former = snapshot && readSnapshot(snapshot)
      if (place.readUrl !== null && (await read(at)) === former?.fingerprint) return
      const certificate =
        former && (former.content ? certificateOf(at, former.content) : { fingerprint: former.fingerprint })
      await post('restore', at, `${pushId}-restore`, certificate)
    },
    async remove(at) {
      // it may be pushed and removed again, so the key is of this time
      await post('remove', at, `${at.resourceId}-remove-${clock.now()}`, null)
    },
  }
}

/** A certificate that is nowhere. */
const nowhere: PushPlace = {
  accountId: '0'.repeat(32),
  certificateId: 'chancery-probe',
  certificateName: 'chancery-probe',
  service: 'ELB',
  project: '',
  resource: null,
  resourceId: null,
}

function succeeded({ status, text }: PeerAnswer): void {
  if (status >= 200 && status < 300) return
  const words = `answers ${status} ${textOf(objectIn(text)?.['error'])}`
  throw status === 401 || status === 403 ? denied(words) : refused(words)
}

const described = (at: PushPlace) => ({
  account_id: at.accountId,
  service: at.service,
  project: at.project,
  resource: at.resource && {
    id: at.resource.id,
    type: at.resource.hostType,
    domain_name: at.resource.domainName,
    enterprise_project_id: at.resource.enterpriseProjectId,
  },
  resource_id: ownIdOf(at),
})

const certificateOf = (at: PushPlace, content: PushContent) => ({
  id: at.certificateId,
  name: at.certificateName,
  domains: content.domains,
  certificate: endingInLine(content.certificatePem),
  certificate_chain: endingInLine(content.chainPem),
  private_key: endingInLine(content.privateKeyPem),
  fingerprint: content.fingerprint,
  not_after: new Date(content.notAfter).toISOString(),
})

const readSnapshot = (snapshot: NonNullable<TargetSnapshot>) =>
  JSON.parse(Buffer.from(snapshot).toString()) as Snapshot
