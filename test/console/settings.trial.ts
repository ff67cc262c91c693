/** `npm run test:console`: what the settings connect to is tried from the page, and the audit trail verified. */
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { startMailServer, type TestMailServer } from '../api/scm-v3/mail-server.ts'
import { type ConsoleScene, openConsole } from './browser.ts'
import { journeysIn } from './journey.ts'

let mail: TestMailServer
let scene: ConsoleScene
before(async () => {
  mail = await startMailServer({ offers: 'nothing' })
  scene = await openConsole({
    'smtp-host': '127.0.0.1',
    'smtp-port': String(mail.port),
    'smtp-tls': 'none',
    'mail-from': 'pki@example.test',
  })
})
after(async () => {
  await scene.close()
  await mail.close()
})

const journey = journeysIn(() => scene)

journey('the mail server is tried: one mail really comes, a refusal is told', async (hands, language) => {
  const recipient = `li.lei.${language.toLowerCase()}@example.test`
  const before = mail.mails.length
  const name = { name: 'mail' }
  await hands.press('nav.settings')
  await hands.fill('settings.recipient', recipient)
  await hands.press('settings.tryIt', name)
  await hands.page.locator('.ant-alert-success').waitFor()
  assert.deepEqual(
    mail.mails.slice(before).map(({ to }) => to),
    [recipient],
  )
  mail.refuse('550 no such user')
  await hands.press('settings.tryIt', name)
  await hands.page.locator('.steps-told .state-bad').waitFor()
  assert.match((await hands.page.locator('.steps-told').textContent()) ?? '', /550/)
})

journey('the trail is verified, piece by piece, to its end', async (hands) => {
  await hands.press('nav.audit')
  await hands.press('audit.verifyHere')
  await hands.see(hands.t('audit.whole'))
})
