/** `npm run test:console`: what a user may not do is not offered. */
import assert from 'node:assert/strict'
import { after, before, suite, test } from 'node:test'
import { authorities, rootBody } from '../api/samples.ts'
import { type ConsoleScene, openConsole, signIn } from './browser.ts'
import { goTo, settled } from './go-to.ts'
import { wordsOf } from './hands.ts'

let scene: ConsoleScene
before(async () => {
  scene = await openConsole()
  await scene.server.api('POST', authorities, rootBody('Seen Root'))
})
after(() => scene.close())

async function addReader(): Promise<void> {
  const { api } = scene.server
  const { body: users } = await api('GET', '/v3/users?name=reader')
  const { body: made } = await api('POST', '/v3/groups', { group: { name: 'readers' } })
  const { id, domain_id } = made.group
  await api('PUT', `/v3/groups/${id}/users/${users.users[0].id}`)
  const { body } = await api('POST', '/v3.0/OS-ROLE/roles', {
    role: {
      display_name: 'see-only',
      type: 'AX',
      policy: {
        Version: '1.1',
        Statement: [
          { Effect: 'Allow', Action: ['pca:ca:get', 'pca:ca:list', 'pca:cert:get', 'pca:cert:list'] },
        ],
      },
    },
  })
  await api('PUT', `/v3/domains/${domain_id}/groups/${id}/roles/${body.role.id}`)
}

suite('what a user may not do is not offered', () => {
  for (const language of ['en-US', 'zh-CN'] as const) {
    test(`${language}: who was granted nothing`, async () => {
      const name = `nobody-${language}`
      await scene.server.addUser(name)
      const { page } = await scene.open({ language })
      await signIn(page, scene.server, { user: name, password: `password of ${name}` })
      const t = wordsOf(language)
      await settled(page)
      assert.deepEqual(await page.locator('nav.navigation a').allTextContents(), [t('nav.overview')])
      await goTo(page, '/authorities')
      await page
        .getByRole('alert')
        .filter({ hasText: t('failure.denied') })
        .waitFor()
      assert.match((await page.getByRole('alert').textContent()) ?? '', /PCA\.00010004.*[0-9a-f]{32}/s)
      await page.context().close()
    })
  }

  test('who may see sees, and is offered nothing else', async () => {
    await scene.server.addUser('reader')
    await addReader()
    const { page } = await scene.open()
    await signIn(page, scene.server, { user: 'reader', password: 'password of reader' })
    const t = wordsOf('en-US')
    await goTo(page, '/authorities')
    await page.getByRole('link', { name: 'Seen Root' }).click()
    await page.getByRole('heading', { name: 'Seen Root' }).waitFor()
    await settled(page)
    assert.deepEqual(await page.getByRole('tab').allTextContents(), [
      t('tab.overview'),
      t('tab.revocation'),
      t('tab.issued'),
    ])
    assert.equal(await page.locator('.page-actions').getByRole('button').count(), 0)
    assert.equal(await page.locator('.page-actions').getByRole('link').count(), 0)
    await page.context().close()
  })
})
