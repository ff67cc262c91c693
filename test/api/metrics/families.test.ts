import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { checkDefinitions } from '../../../src/domain/model/health/checks.ts'
import { createRoot, issue } from '../pca-v1/support.ts'
import type { RunningServer } from '../running-server.ts'
import { authorities, certificates, unknownId } from '../samples.ts'
import { metricsTable } from './metrics-document.ts'
import { type Family, familiesIn } from './metrics-families.ts'
import { readMetrics } from './metrics-text.ts'
import { collect, collectorToken, eventually, getMetrics, publish, startWatched } from './watched.ts'

const start = '<!-- metrics: made from what a server shows -->\n'
const end = '<!-- end of metrics -->'

describe('the metrics', () => {
  let server: RunningServer
  let rootId: string

  const text = async () => (await getMetrics(server, { authorization: `Bearer ${collectorToken}` })).text()
  const seriesOf = (families: readonly Family[]) => families.reduce((total, { series }) => total + series, 0)

  before(async () => {
    server = await startWatched()
    rootId = await createRoot(server)
    await issue(server, rootId)
    await publish(server, rootId)
    await server.api('GET', `${certificates}/${unknownId}`)
    await eventually(
      () => collect(server),
      (samples) =>
        samples.has('chancery_health_check_severity{check="disk_space"}') &&
        samples.has(`chancery_revocation_list_age_seconds{ca_id="${rootId}"}`) &&
        (samples.get('chancery_revocation_lists_total{result="published"}') ?? 0) > 0,
    )
  })
  after(() => server.close())

  test('count requests by operation, and time the steps of issuing, jobs and lists', async () => {
    const samples = readMetrics(await text())
    const requests = (operation: string, status: string) =>
      samples.get(`chancery_http_requests_total{family="PCA v1",operation="${operation}",status="${status}"}`)
    assert.equal(requests('CreateCertificate', '2xx'), 1)
    assert.equal(requests('ShowCertificate', '4xx'), 1)
    assert.equal(samples.get('chancery_refusals_total{code="certificate-not-found"}'), 1)
    for (const step of ['sign', 'record'])
      assert.equal(samples.get(`chancery_issuing_step_seconds_count{step="${step}"}`), 1)
    const job = 'chancery_job_duration_seconds_count{kind="tend-authority",result="done"}'
    assert.ok((samples.get(job) ?? 0) > 0)
    assert.ok((samples.get('chancery_revocation_list_made_seconds_count') ?? 0) > 0)
    assert.ok(
      (samples.get('chancery_http_request_duration_seconds_count{family="PCA v1",status="2xx"}') ?? 0) >= 4,
    )
  })

  test('of health: every check, and what people draw', async () => {
    const samples = readMetrics(await text())
    for (const { name } of checkDefinitions)
      assert.ok(samples.has(`chancery_health_check_severity{check="${name}"}`), name)
    assert.equal(samples.get('chancery_health_check_severity{check="backup_made"}'), 2)
    assert.ok((samples.get('chancery_disk_free_bytes') ?? 0) > 1_000_000)
    assert.ok((samples.get('chancery_database_write_seconds') ?? 0) > 0)
    assert.ok((samples.get('chancery_database_size_bytes') ?? 0) > 10_000)
    assert.equal(samples.get('chancery_authorities_active'), 1)
    assert.equal(samples.has('chancery_backup_age_seconds'), false)
  })

  test('have names as Prometheus wants them', async () => {
    for (const { name, type, help } of familiesIn(await text())) {
      assert.match(name, /^chancery_[a-z][a-z0-9]*(_[a-z0-9]+)*$/)
      assert.equal(name.endsWith('_total'), type === 'counter', name)
      assert.doesNotMatch(name, /_(ms|milliseconds|minutes|hours|days|kb|mb|percent|count|sum|bucket)$/)
      if (type === 'histogram') assert.match(name, /_seconds$/)
      assert.match(help, /\.$/, `${name} is told in a sentence`)
    }
  })

  test('stay as many whatever callers send, and carry nothing of theirs', async () => {
    const ask = async (round: number) => {
      const odd = `odd-${round}-${Math.random().toString(36).slice(2)}`
      for (const path of [
        `/${odd}`,
        `/v1/${odd}/x`,
        `${authorities}/${odd}`,
        `${certificates}/${unknownId}?x=${odd}`,
        `/ocsp/${odd}`,
        `/crl/${odd}/${odd}.crl`,
        `/pki/${odd}.crt`,
      ])
        await server.api('GET', path, undefined, { 'user-agent': odd, 'x-forwarded-for': odd })
      await fetch(`${server.base}/healthz`, { method: 'OPTIONS' })
      await fetch(`${server.base}/${odd}`, { method: 'PROPFIND' })
      await server.as({ token: odd })('GET', authorities)
      return odd
    }
    await ask(0)
    const useAccount = async (name: string) => {
      const identity = await server.addAccount(name)
      assert.equal((await server.as(identity)('GET', authorities)).status, 200)
    }
    await useAccount('first-stranger')
    // which jobs have run by now is the clock's matter
    const counted = async () =>
      familiesIn(await text()).filter(({ name }) => name !== 'chancery_job_duration_seconds')
    const before = await counted()
    const odds = [await ask(1), await ask(2), await ask(3)]
    await useAccount('second-stranger')
    await useAccount('third-stranger')
    const shown = await text()
    const now = await counted()
    assert.deepEqual(
      now.map(({ name, series }) => `${name} ${series}`),
      before.map(({ name, series }) => `${name} ${series}`),
    )
    assert.ok(seriesOf(now) < 400, `${seriesOf(now)} series`)
    const { domain, user, access_key: key } = server.credentials
    for (const told of [...odds, domain.id, user.id, user.name, key, 'stranger', server.dataFolder])
      assert.ok(!shown.includes(told), told)
  })

  test('stand in docs/metrics.md (CHANCERY_WRITE_DOCS=true writes it)', async () => {
    const path = 'docs/metrics.md'
    const [head = '', rest = ''] = readFileSync(path, 'utf8').split(start)
    const [table = '', tail = ''] = rest.split(end)
    const made = metricsTable(familiesIn(await text()))
    if (process.env['CHANCERY_WRITE_DOCS'] === 'true')
      writeFileSync(path, `${head}${start}${made}${end}${tail}`)
    else assert.equal(table, made)
  })

  test('that the example rules ask for are there', async () => {
    const rules = readFileSync('examples/prometheus-rules.yml', 'utf8')
    const shown = await text()
    const names = new Set([...rules.matchAll(/\bchancery_[a-z0-9_]+/g)].map(([name]) => name))
    assert.ok(names.size >= 8)
    for (const name of names)
      assert.ok(shown.includes(`# TYPE ${name.replace(/_(bucket|count|sum)$/, '')} `), name)
  })
})
