import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { PushPlace } from '../../src/domain/model/push-place.ts'
import { createKubernetesTarget } from '../../src/outbound/targets/kubernetes-target.ts'
import { certificateId, fingerprintOf, newContent, placeOf, resourceOf } from './push-contents.ts'
import { pushTargetSuite, rejectsWith } from './push-target.suite.ts'
import { told, tried } from './tried.ts'

// biome-ignore lint/suspicious/noExplicitAny: documents of the API as they are
type Secret = any

/** The API of secrets in one namespace, as much as is called: versions are held to, and a secret's type never changes. */
async function openCluster(to: Partial<PushPlace> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-kubernetes-'))
  const tokenFile = join(folder, 'token')
  writeFileSync(tokenFile, 'token-1\n')
  const secrets = new Map<string, Secret>()
  const changes: { method: string; name: string; body: Secret }[] = []
  const cluster = {
    token: 'token-1',
    mood: null as 'hangs' | 'resets' | 'lies' | 500 | 403 | null,
    conflicts: 0,
    /** Verbs that the token may not do. */
    forbidden: [] as string[],
  }
  let version = 0
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const chunk of request) text += chunk
    if (cluster.mood === 'hangs') return
    if (cluster.mood === 'resets') return void request.socket.resetAndDestroy()
    const [status, answer] = take(
      request.method ?? '',
      request.url ?? '',
      request.headers.authorization,
      text,
    )
    const failure = { kind: 'Status', status: 'Failure', message: answer, code: status }
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(typeof answer === 'string' ? failure : answer))
  }
  const http = createServer((request, response) => void serve(request, response))
  function take(
    method: string,
    url: string,
    authorization: string | undefined,
    text: string,
  ): [number, Secret] {
    if (authorization !== `Bearer ${cluster.token}`) return [401, 'Unauthorized']
    if (cluster.mood === 403 || (cluster.mood === 500 && method !== 'GET'))
      return [cluster.mood, `secrets is not for you ${text}`]
    if (url === '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews') {
      const review = JSON.parse(text)
      const { verb, namespace, resource } = review.spec.resourceAttributes
      const allowed = namespace === 'web' && resource === 'secrets' && !cluster.forbidden.includes(verb)
      return [201, { ...review, status: { allowed, reason: allowed ? '' : 'RBAC' } }]
    }
    if (method === 'POST' && url === '/api/v1/namespaces/web/secrets?dryRun=All') {
      return cluster.forbidden.includes('create') ? [403, 'secrets is forbidden'] : [201, JSON.parse(text)]
    }
    const [, path = ''] = /^\/api\/v1\/namespaces\/web\/secrets(?:\/([a-z0-9.-]+))?$/.exec(url) ?? [null, '?']
    const body = text === '' ? null : JSON.parse(text)
    const name = path || body?.metadata.name
    const present = secrets.get(name)
    if (method === 'GET') return present ? [200, present] : [404, `secrets "${name}" not found`]
    if (cluster.conflicts > 0) {
      cluster.conflicts -= 1
      return [409, 'the object has been modified']
    }
    if (method === 'POST' ? present : !present) return present ? [409, 'already exists'] : [404, 'not found']
    const versionThere = present?.metadata.resourceVersion
    const versionMeant =
      method === 'DELETE' ? body.preconditions.resourceVersion : body.metadata.resourceVersion
    if (present && versionMeant !== versionThere) return [409, 'the object has been modified']
    if (present && method === 'PUT' && body.type !== present.type) return [422, 'type: field is immutable']
    changes.push({ method, name, body })
    if (cluster.mood === 'lies') return [200, body]
    version += 1
    if (method === 'DELETE') secrets.delete(name)
    else
      secrets.set(name, {
        ...body,
        metadata: { uid: `u-${name}`, ...body.metadata, resourceVersion: `${version}` },
      })
    return [method === 'POST' ? 201 : 200, method === 'DELETE' ? { kind: 'Status' } : secrets.get(name)]
  }
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  const at = { url, namespace: 'web', secret: 'tls-{id}', tokenFile, certificates: null }
  const close = async () => {
    http.close()
    http.closeAllConnections()
    rmSync(folder, { recursive: true })
  }
  return {
    cluster,
    secrets,
    recorded: changes,
    tokenFile,
    close,
    place: placeOf(to),
    target: createKubernetesTarget('cluster', at, 300),
    served: async () => {
      const data = secrets.get(`tls-${certificateId}`)?.data
      return data ? fingerprintOf(Buffer.from(data['tls.crt'], 'base64').toString()) : null
    },
    changes: () => changes.length,
    [Symbol.asyncDispose]: close,
  }
}

pushTargetSuite('a TLS secret of Kubernetes', {}, openCluster)

describe('a TLS secret of Kubernetes', () => {
  const name = `tls-${certificateId}`

  test('is what ingress controllers load, and says whose it is', async () => {
    await using opened = await openCluster()
    const content = await newContent()
    await opened.target.apply(opened.place, content, 'push-1')
    const encoded = (text: string) => Buffer.from(text).toString('base64')
    assert.deepEqual(opened.recorded, [
      {
        method: 'POST',
        name,
        body: {
          apiVersion: 'v1',
          kind: 'Secret',
          type: 'kubernetes.io/tls',
          metadata: { name, labels: { 'app.kubernetes.io/managed-by': 'chancery' } },
          data: {
            'tls.crt': encoded(content.certificatePem + content.chainPem),
            'tls.key': encoded(content.privateKeyPem),
          },
        },
      },
    ])
  })

  test('keeps what others put there', async () => {
    await using opened = await openCluster()
    const { target, place, secrets } = opened
    await target.apply(place, await newContent(), 'push-1')
    const present = secrets.get(name)
    present.data['ca.crt'] = 'b2Y='
    present.metadata.labels['team'] = 'web'
    await target.apply(place, await newContent(), 'push-2')
    const { data, metadata } = secrets.get(name)
    assert.deepEqual([data['ca.crt'], metadata.labels.team], ['b2Y=', 'web'])
  })

  test('that changed meanwhile is read again, once', async () => {
    await using opened = await openCluster()
    const { target, place, cluster } = opened
    const content = await newContent()
    cluster.conflicts = 1
    await target.apply(place, content, 'push-1')
    assert.equal(await opened.served(), content.fingerprint)
    cluster.conflicts = 2
    await rejectsWith(
      'target-refused',
      target.apply(place, await newContent(), 'push-2'),
      /has been modified/,
    )
    assert.equal(await opened.served(), content.fingerprint)
  })

  test('of another type, or not of our making, is left alone', async () => {
    await using opened = await openCluster()
    const { target, place, secrets } = opened
    secrets.set(name, {
      type: 'Opaque',
      metadata: { name, resourceVersion: '1' },
      data: { 'tls.crt': 'b2Y=' },
    })
    await rejectsWith('target-refused', target.apply(place, await newContent(), 'push-1'), /of type Opaque/)
    await rejectsWith('target-refused', target.remove({ ...place, resourceId: 'a' }), /not of our making/)
    assert.equal(opened.changes(), 0)
  })

  test('has a name that the API takes, and no two have one', async () => {
    await using opened = await openCluster()
    const { target, place, secrets } = opened
    const content = await newContent()
    for (const id of ['*.example.test', '-.example.test', 'A', 'a', '../x', 'x'.repeat(300)]) {
      await target.apply({ ...place, resource: resourceOf({ id }) }, content, 'push')
    }
    assert.equal(secrets.size, 6)
    for (const each of secrets.keys()) assert.match(each, /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
  })

  test('is written with the token of the moment', async () => {
    await using opened = await openCluster()
    const { target, place, cluster, tokenFile } = opened
    cluster.token = 'token-2'
    await rejectsWith('target-denied', target.apply(place, await newContent(), 'push-1'), /^Unauthorized$/)
    writeFileSync(tokenFile, 'token-2')
    await target.apply(place, await newContent(), 'push-1')
    rmSync(tokenFile)
    await rejectsWith('target-denied', target.apply(place, await newContent(), 'push-2'), /ENOENT/)
    writeFileSync(tokenFile, '')
  })

  for (const [mood, code, reason] of [
    ['hangs', 'target-unreachable', /within 0\.3 s/],
    ['resets', 'target-unreachable', /ECONNRESET/],
    [500, 'target-refused', /secrets is not for you/],
    [403, 'target-denied', /secrets is not for you/],
  ] as const) {
    test(`whose API ${typeof mood === 'number' ? `answers ${mood}` : mood} is told as such`, async () => {
      await using opened = await openCluster()
      opened.cluster.mood = mood
      await rejectsWith(code, opened.target.apply(opened.place, await newContent(), 'push-1'), reason)
    })
  }

  for (const [what, change, expected] of [
    ['another token', { token: 'token-2' }, ['token: Unauthorized']],
    ['no leave to create', { forbidden: ['create'] }, ['token fine', 'create: secrets is forbidden']],
    [
      'no leave to delete',
      { forbidden: ['delete'] },
      ['token fine', 'create fine', 'update fine', 'delete: the token may not delete secrets RBAC'],
    ],
    ['an API that hangs', { mood: 'hangs' }, ['token: gives no answer within 0.3 s']],
  ] as const) {
    test(`tried with ${what} says so`, async () => {
      await using opened = await openCluster()
      Object.assign(opened.cluster, change)
      const found = await tried(opened.target)
      assert.equal(found.isFine, false)
      assert.deepEqual(told(found), expected)
      assert.ok(found.steps.at(-1)?.advice)
    })
  }

  test('whose API lies is not believed', async () => {
    await using opened = await openCluster()
    const { target, place, cluster } = opened
    const [former, content] = [await newContent(), await newContent()]
    const { resourceId } = await target.apply(place, former, 'push-1')
    cluster.mood = 'lies'
    await target.apply(place, content, 'push-2')
    assert.equal((await target.look({ ...place, resourceId }, content)).isSeen, false)
    assert.equal((await target.look({ ...place, resourceId }, former)).isSeen, true)
  })
})
