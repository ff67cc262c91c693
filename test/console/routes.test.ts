import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { openConsoleFiles } from '../../src/http/console/files.ts'
import { consoleRoutes } from '../../src/http/console/routes.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'

suite('the console is served', () => {
  let server: RunningServer
  before(async () => {
    server = await startServer()
  })
  after(() => server.close())

  for (const path of ['/', '/console', '/console/certificates', '/console/certificates/new?by=csr']) {
    test(`its page at ${path}, under a strict policy, never kept`, async () => {
      const response = await fetch(server.base + path)
      const policy = response.headers.get('content-security-policy') ?? ''
      assert.equal(response.status, 200)
      assert.match(response.headers.get('content-type') ?? '', /^text\/html/)
      assert.equal(response.headers.get('cache-control'), 'no-store')
      assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
      assert.match(policy, /script-src 'self';/)
      assert.match(policy, /img-src 'self' data: blob:;/)
      assert.match(policy, /frame-ancestors 'none'/)
      assert.doesNotMatch(policy, /unsafe/)
    })
  }

  test('each page with a nonce of its own, the one that its styles carry', async () => {
    const pages = await Promise.all([1, 2].map(() => fetch(`${server.base}/`)))
    const nonces = pages.map(
      ({ headers }) => / 'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1],
    )
    const [first] = pages
    assert.notEqual(nonces[0], nonces[1])
    assert.ok((await first?.text())?.includes(`content="${nonces[0]}"`))
  })

  test('with no script or style in the page, and nothing from outside', async () => {
    const html = await (await fetch(`${server.base}/`)).text()
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/)
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=/)
    assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//)
  })

  test('its files for ever, packed for who takes that', async () => {
    const html = await (await fetch(`${server.base}/`)).text()
    const [, script = ''] = /src="([^"]+)"/.exec(html) ?? []
    const [packed, plain] = [
      await fetch(server.base + script, { headers: { 'accept-encoding': 'gzip' } }),
      await fetch(server.base + script, { headers: { 'accept-encoding': 'identity' } }),
    ]
    assert.equal(packed.headers.get('content-encoding'), 'gzip')
    assert.equal(plain.headers.get('content-encoding'), null)
    assert.equal(await packed.text(), await plain.text())
    for (const { headers } of [packed, plain]) {
      assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.equal(headers.get('content-type'), 'text/javascript; charset=utf-8')
      assert.equal(headers.get('vary'), 'accept-encoding')
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
    }
  })

  for (const path of [
    '/console/assets/none.js',
    '/console/assets/..%2f..%2f..%2fpackage.json',
    '/v1/nothing',
    '/v3/scm/nothing',
    '/nothing',
  ]) {
    test(`and ${path} is unknown as ever`, async () => {
      const { status, headers } = await fetch(server.base + path)
      assert.equal(status, 404)
      assert.match(headers.get('content-type') ?? '', /^application\/json/)
    })
  }

  test('beside the reference, which stays where it is', async () => {
    const html = await (await fetch(`${server.base}/docs`)).text()
    assert.match(html, /CreateCertificateAuthority/)
  })
})

suite('where no console was built', () => {
  test('the page says so', async () => {
    const [page] = consoleRoutes(openConsoleFiles(join(tmpdir(), 'there-is-no-such-folder')), () => '')
    const answer = await page?.answer({}, {} as never)
    assert.equal(answer?.status, 404)
    assert.match(String(answer?.body), /npm ci/)
  })

  test('files that came later, went, or are of no known kind, are not given out', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chancery-console-'))
    mkdirSync(join(folder, 'assets'))
    writeFileSync(join(folder, 'assets/secret.txt'), '')
    writeFileSync(join(folder, 'assets/gone.js'), '')
    const files = openConsoleFiles(folder)
    rmSync(join(folder, 'assets/gone.js'))
    writeFileSync(join(folder, 'assets/later.js'), '')
    const asset = consoleRoutes(files, () => '').at(-1)
    for (const name of ['secret.txt', 'later.js', 'gone.js']) {
      assert.equal(await asset?.answer({ '*': name }, { headers: {} } as never), undefined)
    }
    rmSync(folder, { recursive: true })
  })
})
