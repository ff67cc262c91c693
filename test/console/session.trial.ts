/** `npm run test:console`: sessions that end, and what is kept of them. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { type ConsoleScene, openConsole, signIn } from './browser.ts'
import { settled } from './go-to.ts'
import { handsOn } from './hands.ts'

let scene: ConsoleScene
before(async () => {
  scene = await openConsole()
})
after(() => scene.close())

suite('a session', () => {
  test('that ends asks for the password, and the page stays', async () => {
    const { api } = scene.server
    const { page } = await scene.open()
    const { id: userId } = (
      await api('POST', '/v3.0/OS-USER/users', { user: { name: 'wei', password: 'Correct-Horse-7' } })
    ).body.user
    await signIn(page, scene.server, { user: 'wei', password: 'Correct-Horse-7' })
    await settled(page)
    const { body } = await api('POST', '/v3/groups', { group: { name: 'newcomers' } })
    await api('PUT', `/v3/groups/${body.group.id}/users/${userId}`)
    const dialog = page.getByRole('dialog')
    await page.getByRole('button', { name: /Signed in/ }).click()
    await page.getByRole('menuitem', { name: 'Change password' }).click()
    await page.getByLabel('Present password').fill('Correct-Horse-7')
    await page.getByLabel('New password').fill('Correct-Horse-8')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await page.getByLabel('Password', { exact: true }).fill('Correct-Horse-7')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Go on' }).waitFor({ state: 'hidden' })
    assert.equal(await page.getByLabel('New password').inputValue(), 'Correct-Horse-8', 'the page stayed')
    await dialog.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('The password is changed').waitFor()
    await page.context().close()
  })

  test('is kept nowhere: a page that is loaded anew asks for the password', async () => {
    const { page } = await scene.open()
    await signIn(page, scene.server)
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')
    assert.equal(kept, '[{},{},""]')
    await page.reload()
    await page.locator('#account').waitFor()
    await page.context().close()
  })

  test('that the user ends is ended at the server, too', async () => {
    const { page } = await scene.open()
    await signIn(page, scene.server)
    await settled(page)
    const asked = page.waitForRequest(
      (request) => request.method() === 'DELETE' && request.url().endsWith('/v3/auth/tokens'),
    )
    const hands = handsOn(page, 'en-US')
    await page.getByRole('button', { name: /Signed in/ }).click()
    await page.getByRole('menuitem', { name: hands.t('shell.signOut') }).click()
    const token = (await asked).headers()['x-auth-token'] ?? ''
    await page.locator('#account').waitFor()
    const { status } = await scene.server.as({ token })('GET', '/v3/auth/projects')
    assert.equal(status, 401)
    await page.context().close()
  })

  test('with a wrong password is refused, with what to do', async () => {
    const { page } = await scene.open({ language: 'zh-CN' })
    const hands = handsOn(page, 'zh-CN')
    await page.locator('#account').fill('nobody')
    await page.locator('#user').fill('nobody')
    await page.locator('#password').fill('wrong')
    await page.locator('button[type=submit]').click()
    await hands.see(hands.t('failure.password'))
    await page.context().close()
  })
})
