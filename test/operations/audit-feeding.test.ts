import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort, type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { until } from '../faults/until.ts'
import { query } from './audit-rows.ts'
import { type Receiver, receiveHttp, receiveTcp } from './sink-receivers.ts'

/** So little at a time that nobody loses the hold on a job while it delivers. */
const stepMs = 500

describe('sinks of the audit trail', () => {
  let folder: string
  let secretFile: string
  let server: RunningServer
  let tcpPort: number
  const clock = createTestClock()
  const receivers: { close(): Promise<void> }[] = []

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chancery-feeding-'))
    secretFile = join(folder, 'secret')
    writeFileSync(secretFile, 'a-secret-of-the-webhook', { mode: 0o600 })
    tcpPort = await freePort()
  })
  after(async () => {
    await server.close()
    await Promise.all(receivers.map((receiver) => receiver.close()))
    rmSync(folder, { recursive: true })
  })

  const start = async (sinks: readonly string[]) => {
    const settings = {
      'data-dir': folder,
      'audit-sinks': sinks.join(','),
      'audit-webhook-secret-file': secretFile,
    }
    server = await startServer(settings, clock)
  }
  const keep = <Received extends { close(): Promise<void> }>(receiver: Received): Received => {
    receivers.push(receiver)
    return receiver
  }
  const createRoots = async (count: number) => {
    for (let number = 0; number < count; number += 1) {
      assert.equal((await server.api('POST', authorities, rootBody())).status, 200)
    }
  }
  const failureOf = (name: string) =>
    until(`the failure of ${name}`, 10_000, () => {
      const jobs = query(folder, "select subject, failure from job where kind = 'feed-audit-sink'")
      const failure = jobs.find(({ subject }) => String(subject).includes(name))?.['failure']
      return typeof failure === 'string' && failure
    })
  const filed = () => positionsOf(readFileSync(join(folder, 'audit.log'), 'utf8').trimEnd().split('\n'))
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1)

  test('one that is down or refuses holds up neither calls nor the others, and gets all of it later, in order', async () => {
    const webhook = keep(await receiveHttp([500, 503]))
    await start([
      `file:${join(folder, 'audit.log')}`,
      `syslog+tcp://127.0.0.1:${tcpPort}`,
      `http://127.0.0.1:${webhook.port}/trail`,
    ])
    await createRoots(3)
    await until('the file has it all', 10_000, () => filed().length === 4)
    assert.match(
      await failureOf('syslog'),
      /^the audit sink syslog\+tcp:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/,
    )
    assert.match(await failureOf('http'), /answers 500$/)

    const syslog = keep(await receiveTcp(tcpPort))
    await createRoots(2)
    const counts = () => [filed(), positionsOfSyslog(syslog), takenBy(webhook)].map(({ length }) => length)
    await untilFed(() => Math.min(...counts()) >= 6)
    for (const positions of [filed(), positionsOfSyslog(syslog), takenBy(webhook)]) {
      assert.deepEqual([...new Set(positions)], upTo(6))
    }
  })

  test('each goes on where it was after a restart; a new one gets all that there is', async () => {
    const before = filed()
    await server.close()
    await start([`file:${join(folder, 'audit.log')}`, `file:${join(folder, 'new.log')}`])
    await createRoots(1)
    await until('the new one has it all', 10_000, () => {
      const text = readFileSync(join(folder, 'new.log'), 'utf8')
      return positionsOf(text.trimEnd().split('\n')).length >= 7
    })
    await until('the old one has the rest', 10_000, () => filed().length >= 7)
    assert.deepEqual(filed(), [...before, 7])
  })

  /** Failures put jobs off, so the clock has to go on. */
  const untilFed = (isFed: () => boolean) =>
    until('everything is delivered', 20_000, () => {
      if (isFed()) return true
      clock.advance(stepMs)
      return false
    })
})

const positionsOf = (lines: readonly string[]): number[] => lines.map((line) => JSON.parse(line).position)

const positionsOfSyslog = ({ received }: Receiver<string>) =>
  received.flatMap((text) => [...text.matchAll(/"position":(\d+)/g)].map(([, position]) => Number(position)))

const takenBy = ({ received }: Receiver<{ readonly body: string }>) =>
  received
    .slice(2)
    .flatMap(({ body }) => JSON.parse(body).records.map(({ position }: { position: number }) => position))
