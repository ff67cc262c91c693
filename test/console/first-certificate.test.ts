import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, suite, test } from 'node:test'
import { connect } from 'node:tls'
import { authorities } from '../api/samples.ts'
import { readZip } from '../api/zip-reader.ts'
import { skipWithout } from '../judges/programs.ts'
import { type ConsoleScene, openConsole, signIn } from './browser.ts'
import { fillName, type Hands, handsOn } from './hands.ts'

suite('from a first start to a served certificate, by the console', skipWithout('chromium'), () => {
  let scene: ConsoleScene
  before(async () => {
    scene = await openConsole()
  })
  after(() => scene.close())

  for (const language of ['en-US', 'zh-CN'] as const) {
    test(language, async () => {
      const { page, faults } = await scene.open({ language })
      await signIn(page, scene.server)
      const hands = handsOn(page, language)
      const rootName = `Root ${language}`
      await createRoot(hands, rootName)
      const host = `www.${language.toLowerCase()}.test`
      const files = await issueAndDownload(hands, host)
      await assertServed(files, host, await rootCertificate(scene, rootName))
      assert.deepEqual(faults, [])
      await page.context().close()
    })
  }
})

async function createRoot(hands: Hands, name: string): Promise<void> {
  await hands.press('nav.authorities')
  await hands.press('authorities.create')
  await fillName(hands, name)
  await hands.press('newAuthority.submit')
  await hands.page.getByRole('heading', { name, level: 1 }).waitFor()
  await hands.see(hands.t('state.ACTIVED'))
}

async function issueAndDownload(hands: Hands, host: string): Promise<Map<string, Buffer>> {
  await hands.press('authority.issue')
  await hands.fill('field.commonName', host)
  await hands.press('issue.submit')
  await hands.page.getByRole('heading', { name: host, level: 1 }).waitFor()
  await hands.press('certificate.download')
  const archive = await hands.download(() => hands.confirm('download.submit'))
  return readZip(archive)
}

async function rootCertificate({ server: { api } }: ConsoleScene, name: string): Promise<string> {
  const { body } = await api('GET', `${authorities}?name=${encodeURIComponent(name)}`)
  const { body: exported } = await api(
    'POST',
    `${authorities}/${body.certificate_authorities[0].ca_id}/export`,
  )
  return exported.certificate
}

/** A server with what was downloaded is trusted by who trusts the root, under the name that was asked for. */
async function assertServed(files: Map<string, Buffer>, host: string, ca: string): Promise<void> {
  const [cert, key] = [files.get('server.crt'), files.get('server.key')]
  assert.ok(cert && key)
  const server = createServer({ cert, key }, (_request, response) => response.end()).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const isTrusted = await new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, servername: host, ca }, () => {
      resolve(socket.authorized)
      socket.destroy()
    })
    socket.on('error', reject)
  })
  server.close()
  assert.equal(isTrusted, true)
}
