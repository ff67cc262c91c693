import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, suite, test } from 'node:test'
import { request } from '../pca-v1/requests.ts'
import { ok, refused } from '../pca-v1/support.ts'
import { make } from '../scm-v3/certificates.ts'
import { startScene } from '../scm-v3/order-scene.ts'
import { minuteMs } from '../test-clock.ts'
import { uploadBody } from './bodies.ts'
import { speakV2 } from './support.ts'

const folder = await mkdtemp(join(tmpdir(), 'chancery-v2-'))
after(() => rm(folder, { recursive: true }))
const targets = join(folder, 'targets.json')
const place = (name: string, services: string[], more: object = {}) => ({
  name,
  kind: 'directory',
  folder: join(folder, name),
  services,
  ...more,
})
writeFileSync(
  targets,
  JSON.stringify({
    targets: [
      place('broken', ['ELB'], { projects: ['cn-broken'], reload: ['/bin/false'] }),
      place('fine', ['ELB', 'WAF', 'CDN'], { projects: ['cn-north-7', ''] }),
    ],
  }),
  { mode: 0o600 },
)
const scene = await startScene({ 'targets-file': targets })
const { api, clock, worker, prove } = scene
const { at, buy, complete, history, root } = speakV2(scene, api)
const push = (id: string, service_type: unknown, remote_project: unknown) =>
  api('POST', `${at(id)}/push`, { service_type, remote_project })
const upload = async (): Promise<string> =>
  ok(await api('POST', `${root}/cert/upload`, uploadBody(make()))).cert_id

suite('push', () => {
  test('to each service; ELB and Enhance_ELB are one, each told by the word that was used', async () => {
    const id = await upload()
    for (const [word, project] of [
      ['ELB', 'cn-north-7'],
      ['Enhance_ELB', 'cn-north-7'],
      ['enhance_elb', 'cn-north-7'],
      ['waf', 'cn-north-7'],
      ['CDN', ''],
    ]) {
      assert.deepEqual(ok(await push(id, word, project)), { message: 'success' })
      clock.advance(1000)
    }
    const now = clock.now()
    assert.deepEqual(
      (await history(id)).map(Object.values),
      [
        ['CDN', null],
        ['WAF', 'cn-north-7'],
        ['Enhance_ELB', 'cn-north-7'],
        ['Enhance_ELB', 'cn-north-7'],
        ['ELB', 'cn-north-7'],
      ].map(([service, project], place) => [String(now - (place + 1) * 1000), project, service]),
    )
    const { results } = ok(
      await api('POST', '/v3/scm/deployed-resources', { certificate_ids: [id], service_names: ['ELB'] }),
    )
    assert.equal(results[0].total_num, 1)
  })

  test('the last ten are told, the youngest first', async () => {
    const id = await upload()
    assert.deepEqual(await history(id), [])
    for (let count = 0; count < 12; count++) {
      ok(await push(id, 'WAF', 'cn-north-7'))
      clock.advance(1000)
    }
    const times = (await history(id)).map(({ push_time }: { push_time: string }) => Number(push_time))
    assert.deepEqual(
      times,
      Array.from({ length: 10 }, (_, place) => clock.now() - (place + 1) * 1000),
    )
  })

  test('what the target refused is told at once, and is no part of the history', async () => {
    const id = await upload()
    const answer = await push(id, 'ELB', 'cn-broken')
    assert.match(answer.code ?? '', /^SCM\.020[13]$/)
    assert.equal(answer.status, 400)
    assert.deepEqual(await history(id), [])
  })

  test('unknown services and projects, keys that are not here, ids that nobody has', async () => {
    const id = await upload()
    for (const word of [undefined, '', 'OBS', 'ELB ', 5])
      refused(await push(id, word, 'cn-north-7'), 400, 'SCM.0030', 'service_type')
    for (const project of [undefined, 5, 'x'.repeat(256)])
      refused(await push(id, 'WAF', project), 400, 'SCM.0069', 'remote_project')
    refused(await push(id, 'WAF', ''), 400, 'SCM.0069', 'remote_project')
    refused(await push(id, 'WAF', 'cn-south-1'), 400, 'SCM.0069', 'remote_project')
    refused(await push(id, 'WAF', 'cn-broken'), 400, 'SCM.0030', 'service_type')
    const own = await buy()
    ok(await complete(own, { csr: request({ subject: make().name }) }))
    await prove(own)
    await worker.pass(minuteMs)
    refused(await push(own, 'WAF', 'cn-north-7'), 400, 'SCM.0059')
    refused(await push('scs0000000000000', 'WAF', 'cn-north-7'), 404, 'SCM.0008')
    refused(await api('GET', `${at('scs0000000000000')}/push-history`), 404, 'SCM.0008')
    assert.deepEqual([await history(id), await history(own)], [[], []])
  })
})
