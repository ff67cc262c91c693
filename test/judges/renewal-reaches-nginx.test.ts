import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { wellKnownPorts } from '../../src/outbound/proofs/domain-prover.ts'
import { createPushTargets } from '../../src/outbound/targets/push-targets.ts'
import { done, ok } from '../api/pca-v1/support.ts'
import { freePort, startServer } from '../api/running-server.ts'
import { apply, buy, createWorker, startSite } from '../api/scm-v3/orders.ts'
import { hosted, show } from '../api/scm-v3/support.ts'
import { createRunningClock, createTestClock, dayMs } from '../api/test-clock.ts'
import { skipWithout } from './programs.ts'
import { runInForeground } from './servers/foreground.ts'
import { presentedBy } from './servers/presented.ts'

const needed = skipWithout('nginx', 'openssl')
const folder = mkdtempSync(join(tmpdir(), 'chancery-renewal-'))
const site = await startSite()
const port = await freePort()
const configuration = join(folder, 'nginx.conf')
const options = ['-p', folder, '-c', configuration, '-e', 'stderr']
const isRunning = `test ! -e '${folder}/nginx.pid'`
const pushTargets = createPushTargets(
  [
    {
      kind: 'directory',
      name: 'files',
      services: ['ELB'],
      projects: ['edge'],
      accounts: null,
      folder: join(folder, 'targets'),
      patienceMs: 10_000,
      probe: null,
      // the first certificate comes before the server does, as where systemd is told to try-reload-or-restart
      reload: ['sh', '-c', `${isRunning} || exec nginx ${options.join(' ')} -s reload`],
    },
  ],
  { ...createRunningClock(), pause: (ms) => new Promise((done) => setTimeout(done, ms)) },
)
const server = await startServer({ 'outbound-allow': '127.0.0.0/8' }, createTestClock(), {
  proofPorts: { ...wellKnownPorts, http: site.port },
  outside: { pushTargets },
})
const worker = createWorker(server)
after(async () => {
  worker.stop()
  site.close()
  await server.close()
  rmSync(folder, { recursive: true })
})
const { api, credentials } = server

/** Serves the folder of one certificate. */
function startNginx(id: string) {
  const files = join(folder, 'targets', credentials.domain.id, 'ELB', 'edge', id)
  writeFileSync(
    configuration,
    `daemon off; pid nginx.pid; error_log stderr; worker_processes 1;
     events {}
     http {
       access_log off; client_body_temp_path .; proxy_temp_path .; fastcgi_temp_path .; uwsgi_temp_path .; scgi_temp_path .;
       server {
         listen 127.0.0.1:${port} ssl;
         ssl_certificate ${files}/fullchain.pem; ssl_certificate_key ${files}/privkey.pem;
       }
     }`,
  )
  return runInForeground({ program: 'nginx', folder, args: options }, [port])
}

/** SHA-256 of what is served, which is what the last push that was done was of. */
async function served(id: string): Promise<string> {
  const { pushes } = ok(await api('GET', `${hosted}/${id}/pushes`))
  assert.equal(pushes[0].status, 'done')
  // nginx answers the command before its new workers listen
  for (let look = 0; look < 100; look += 1) {
    const presented = await presentedBy(port, 'edge.example.test')
    if (presented !== null && presented === pushes[0].fingerprint) return presented
  }
  return assert.fail('another certificate is served')
}

test(
  'a certificate that is ordered, pushed once and left alone is renewed where it is served',
  needed,
  async () => {
    const id = await buy(api)
    ok(await apply(api, id, { domain: '127.0.0.1', domain_method: 'FILE' }))
    const [{ record_name, record_value }] = (await show(api, id)).authentification
    site.files.set(record_name, record_value)
    await worker.pass(dayMs)
    assert.equal((await show(api, id)).status, 'ISSUED')
    done(await api('POST', `${hosted}/${id}/push`, { target_service: 'ELB', target_project: 'edge' }))
    await using _running = await startNginx(id)
    const first = await served(id)
    for (let day = 0; day < 140; day += 1) await worker.pass(dayMs)
    const second = await served(id)
    assert.notEqual(second, first)
    done(await api('POST', `${hosted}/${id}/renew`))
    await worker.settle()
    const third = await served(id)
    assert.equal(new Set([first, second, third]).size, 3)
    const { pushes } = ok(await api('GET', `${hosted}/${id}/pushes`))
    assert.deepEqual(
      pushes.map(({ cause, status }: { cause: string; status: string }) => `${cause} ${status}`),
      ['renewal done', 'renewal done', 'request done'],
    )
  },
)
