import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { PushContent, PushPlace } from '../../domain/model/push-place.ts'
import type { StepToTake } from '../../domain/ports/connection.ts'
import type { PushTarget, TargetSnapshot } from '../../domain/ports/push-targets.ts'
import { denied, refused } from './failure.ts'
import {
  askPeer,
  type Fields,
  fieldsOf,
  objectIn,
  type PeerAnswer,
  type PeerRequest,
  textOf,
} from './peer.ts'
import { endingInLine, fingerprintsIn, fullChain, isKeyOf } from './pem.ts'
import { filled, ownIdOf, ownNameOf } from './place-names.ts'
import { sightOf } from './sight.ts'

export interface KubernetesPlace {
  /** Of the API server, without a closing slash. */
  readonly url: string
  readonly namespace: string
  /** Pattern of the secret's name. */
  readonly secret: string
  /** Read for each request, since tokens of pods are replaced while they run. */
  readonly tokenFile: string
  readonly certificates: string | null
}

const manager = 'chancery'
const managedBy = 'app.kubernetes.io/managed-by'
const secretType = 'kubernetes.io/tls'
const authorization = 'authorization.k8s.io/v1'
/** A secret that is never there. */
const probeName = 'chancery-probe'

/** A TLS secret. What others keep in it (labels, `ca.crt`) stays; it is written only as it was read. */
export function createKubernetesTarget(name: string, place: KubernetesPlace, patienceMs: number): PushTarget {
  const path = `/api/v1/namespaces/${place.namespace}/secrets`
  const ask = (method: PeerRequest['method'], suffix: string, body?: object) =>
    askAt(method, path + suffix, body)
  const askAt = async (method: PeerRequest['method'], at: string, body?: object) => {
    const { certificates } = place
    const headers = {
      authorization: `Bearer ${await readToken(place.tokenFile)}`,
      accept: 'application/json',
      'content-type': 'application/json',
    }
    const url = new URL(place.url + at)
    const text = body === undefined ? '' : JSON.stringify(body)
    return askPeer({ method, url, headers, body: text, certificates, patienceMs })
  }
  const show = async (at: PushPlace): Promise<Fields | undefined> => {
    const answer = await ask('GET', `/${nameOf(place, at)}`)
    return answer.status === 404 ? undefined : succeeded(answer)
  }
  /** Of two who write at once the second reads again. */
  const change = async (at: PushPlace, data: Fields, triesLeft = 1): Promise<void> => {
    const present = await show(at)
    if (present && present['type'] !== secretType)
      throw refused(`the secret is of type ${textOf(present['type'])}`)
    const isThere = present && isSame(fieldsOf(present['data']), data)
    if (isThere) return
    const secret = secretOf(nameOf(place, at), present, data)
    const answer = present ? await ask('PUT', `/${nameOf(place, at)}`, secret) : await ask('POST', '', secret)
    if (answer.status === 409 && triesLeft > 0) return change(at, data, triesLeft - 1)
    succeeded(answer)
  }
  const remove = async (at: PushPlace): Promise<void> => {
    const present = await show(at)
    if (!present) return
    const metadata = fieldsOf(present['metadata'])
    if (fieldsOf(metadata?.['labels'])?.[managedBy] !== manager)
      throw refused('the secret is not of our making')
    const preconditions = { uid: metadata?.['uid'], resourceVersion: metadata?.['resourceVersion'] }
    const answer = await ask('DELETE', `/${nameOf(place, at)}`, {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      preconditions,
    })
    if (answer.status !== 404) succeeded(answer)
  }

  const accessStep = (verb: string): StepToTake => ({
    name: verb,
    advice: `let the token ${verb} secrets in the namespace`,
    async work() {
      const resourceAttributes = { namespace: place.namespace, verb, resource: 'secrets' }
      const review = {
        kind: 'SelfSubjectAccessReview',
        apiVersion: authorization,
        spec: { resourceAttributes },
      }
      const answer = succeeded(await askAt('POST', `/apis/${authorization}/selfsubjectaccessreviews`, review))
      const { allowed, reason } = fieldsOf(answer['status']) ?? {}
      if (allowed !== true) throw denied(`the token may not ${verb} secrets ${textOf(reason)}`)
      return `the token may ${verb} secrets`
    },
  })

  return {
    name,
    type: 'kubernetes',
    facts: [
      { name: 'API server', value: place.url },
      { name: 'namespace', value: place.namespace },
    ],
    async try(trial) {
      await trial.step({
        name: 'token',
        advice: 'check url, ca_file and token_file in the targets file; the token needs get on secrets',
        async work() {
          const answer = await ask('GET', `/${probeName}`)
          if (answer.status !== 404) succeeded(answer)
          return 'the API server knows the token, and lets it read secrets'
        },
      })
      await trial.step({
        name: 'create',
        advice: 'check namespace in the targets file; the token needs create on secrets there',
        async work() {
          succeeded(await ask('POST', '?dryRun=All', secretOf(probeName, undefined, {})))
          return 'a secret could be created, and was not'
        },
      })
      for (const verb of ['update', 'delete']) await trial.step(accessStep(verb))
    },
    async snapshot(at) {
      const present = await show(at)
      return present ? Buffer.from(JSON.stringify(fieldsOf(present['data']) ?? {})) : null
    },
    async apply(at, content) {
      await change(at, dataOf(content))
      return { resourceId: ownIdOf(at), resourceName: ownNameOf(at) }
    },
    look: (at, { fingerprint }) =>
      sightOf(async () => {
        const data = fieldsOf((await show(at))?.['data'])
        const [chain, key] = ['tls.crt', 'tls.key'].map((field) => decoded(data?.[field]))
        return fingerprintsIn(chain)?.sha256 === fingerprint && isKeyOf(key ?? '', chain ?? '')
      }),
    restore: (at, snapshot) => (snapshot === null ? remove(at) : change(at, read(snapshot))),
    remove,
  }
}

const read = (snapshot: NonNullable<TargetSnapshot>) => JSON.parse(Buffer.from(snapshot).toString()) as Fields

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    throw denied(`the token can not be read: ${(error as NodeJS.ErrnoException).code}`)
  }
}

function succeeded({ status, text }: PeerAnswer): Fields {
  const answer = objectIn(text)
  if (status >= 200 && status < 300 && answer) return answer
  const words = textOf(answer?.['message']) || `answers ${status}`
  throw status === 401 || status === 403 ? denied(words) : refused(words)
}

const encoded = (text: string) => Buffer.from(text).toString('base64')
const decoded = (value: unknown) => Buffer.from(textOf(value), 'base64').toString()

const dataOf = (content: PushContent): Fields => ({
  'tls.crt': encoded(fullChain(content)),
  'tls.key': encoded(endingInLine(content.privateKeyPem)),
})

const isSame = (present: Fields | undefined, data: Fields) =>
  Object.entries(data).every(([field, value]) => present?.[field] === value)

function secretOf(name: string, present: Fields | undefined, data: Fields) {
  const metadata = fieldsOf(present?.['metadata'])
  const labels = { ...fieldsOf(metadata?.['labels']), [managedBy]: manager }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    ...present,
    type: secretType,
    metadata: { ...(metadata ?? { name }), labels },
    data: { ...fieldsOf(present?.['data']), ...data },
  }
}

const longest = 253

/** A name of DNS (RFC 1123); what had to be changed for that is told apart by its hash. */
function nameOf({ secret }: KubernetesPlace, at: PushPlace): string {
  const wanted = filled(secret, at, (text) => text)
  const name = wanted
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]+/g, '-')
    .replaceAll(/(^|\.)[.-]+|[.-]+(?=\.|$)/g, '$1')
  if (name === wanted && name.length <= longest && name !== '') return name
  return `${name.slice(0, 200).replace(/[.-]+$/, '') || 'certificate'}-${hash('sha256', wanted).slice(0, 16)}`
}
