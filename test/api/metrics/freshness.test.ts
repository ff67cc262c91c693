import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { takeToken } from '../iam-v3/sign-in.ts'
import { createRoot, done, issue } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { certificates } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import type { Samples } from './metrics-text.ts'
import { collect, collectorToken, eventually, getMetrics, health, publish, startWatched } from './watched.ts'

describe('how fresh a revocation list is, as metrics and health tell it', () => {
  let server: RunningServer
  let authorityId: string
  let bucket: string

  before(async () => {
    server = await startWatched()
    authorityId = await createRoot(server, {}, 'A name for nobody else')
    bucket = await publish(server, authorityId)
  })
  after(() => server.close())

  const named = (figure: string) => `chancery_revocation_list_${figure}{ca_id="${authorityId}"}`
  const figures = () => collect(server)

  test('a list that was published is seen, and ages with the clock', async () => {
    const seen = await eventually(figures, (samples) => samples.has(named('age_seconds')))
    assert.equal(seen.get(named('age_seconds')), 0)
    assert.equal(seen.get(named('remaining_seconds')), 7 * 86_400)
    assert.equal(seen.get(named('entries')), 0)
    assert.equal(seen.get(named('alarm')), 0)
    assert.ok((seen.get(named('number')) ?? 0) >= server.clock.now() - 1000)
    server.clock.advance(5000)
    assert.equal((await collect(server)).get(named('age_seconds')), 5)
    const { revocation_lists: lists } = await health(server)
    assert.deepEqual([lists.publishing, lists.alarms, lists.oldest_age_seconds], [1, 0, 5])
  })

  test('a revocation is counted from its time to when it is seen', async () => {
    const id = await issue(server, authorityId)
    // a list rests for a while after the last
    server.clock.advance(1000)
    done(await server.api('POST', `${certificates}/${id}/revoke`, { reason: 'KEY_COMPROMISE' }))
    const seen = await eventually(figures, (one) => one.get('chancery_revocation_seen_seconds_count') === 1)
    assert.equal(seen.get('chancery_revocation_seen_seconds_bucket{le="0.5"}'), 1, 'the clock stood still')
    // the figures are up to a second old: a list may be made in them, and not seen yet
    const isSeen = (samples: Samples) =>
      samples.get(named('entries')) === 1 && samples.get(named('age_seconds')) === 0
    const shown = await eventually(figures, isSeen)
    for (const figure of ['pending_seconds', 'unseen_seconds', 'age_seconds', 'alarm'])
      assert.equal(shown.get(named(figure)), 0, figure)
  })

  test('a store that fails is told of, with what waits for it, and no alarm ends the process', async () => {
    const folder = join(server.dataFolder, 'buckets')
    renameSync(folder, `${folder}.away`)
    const id = await issue(server, authorityId)
    server.clock.advance(1000)
    done(await server.api('POST', `${certificates}/${id}/revoke`, {}))
    const failing = await eventually(figures, (samples) => samples.get(named('alarm')) === 1)
    assert.equal(failing.get('chancery_buckets_failing{kind="folder"}'), 1)
    server.clock.advance(10_000)
    const waiting = await collect(server)
    assert.equal(waiting.get(named('unseen_seconds')), 10)
    const told = await eventually(
      () => health(server),
      ({ revocation_lists: { longest_pending_seconds: longest } }) => longest >= 10,
    )
    assert.equal(told.status, 'ok')
    assert.equal(told.revocation_lists.alarms, 1)
    assert.equal(told.revocation_lists.longest_unseen_seconds, 10)
    const { kind, refuses_stale_writes: refuses, failing: failure } = told.buckets
    assert.deepEqual([kind, refuses], ['folder', true])
    assert.match(failure.since, /^2026-11-20T12:/)
    assert.match(failure.reason, /ENOENT/)
    assert.ok(!failure.reason.includes(server.dataFolder))
    assert.ok(!JSON.stringify(told).includes(authorityId), 'health names no CA')

    renameSync(`${folder}.away`, folder)
    server.clock.advance(60_000)
    const isWell = (samples: Samples) =>
      samples.get(named('alarm')) === 0 && samples.get('chancery_revocation_seen_seconds_count') === 2
    const well = await eventually(figures, isWell)
    assert.equal(well.get('chancery_buckets_failing{kind="folder"}'), 0)
    assert.equal((await health(server)).buckets.failing, null)
  })

  test('the last quarter of what is seen is an alarm, whatever was begun since', async () => {
    const folder = join(server.dataFolder, 'buckets')
    renameSync(folder, `${folder}.away`)
    server.clock.advance(6 * dayMs)
    const late = await eventually(figures, (samples) => samples.get(named('alarm')) === 1)
    assert.ok((late.get(named('age_seconds')) ?? 0) >= 6 * 86_400)
    assert.ok((late.get(named('remaining_seconds')) ?? 0) <= 86_400)
    renameSync(`${folder}.away`, folder)
    await eventually(
      async () => {
        server.clock.advance(31_000)
        return collect(server)
      },
      (samples) => samples.get(named('alarm')) === 0,
    )
  })

  test('neither a secret nor a name is told', async () => {
    const { credentials } = server
    const token = await takeToken(server)
    const text = await (await getMetrics(server, { 'x-auth-token': token })).text()
    const told = text + JSON.stringify(await health(server))
    const silent = [
      token,
      collectorToken,
      credentials.user.password,
      credentials.access_key,
      credentials.secret_key,
      credentials.domain.id,
      `"${credentials.domain.name}"`,
      credentials.user.name,
      'A name for nobody else',
      bucket,
      server.dataFolder,
    ]
    for (const secret of silent) assert.ok(!told.includes(secret), secret)
  })

  test('what the process uses, and jobs by kind, are told', async () => {
    const samples = await collect(server)
    assert.ok((samples.get('process_resident_memory_bytes') ?? 0) > 1_000_000)
    assert.ok(samples.has('nodejs_eventloop_lag_p99_seconds'))
    assert.ok(samples.has('chancery_jobs_due{kind="tend-authority"}'))
    assert.ok(samples.has('chancery_jobs_overdue{kind="look-at-revocation-list"}'))
    assert.ok((samples.get('chancery_overview_age_seconds') ?? -1) >= 0)
  })
})
