/** `npm run test:console`: what people do with the console, in both languages, against the real server. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readRevocationList } from '../../src/x509/parsed-revocation-list.ts'
import { commonName, request } from '../api/pca-v1/requests.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { keyPem, make } from '../api/scm-v3/certificates.ts'
import { ourJks, ourPfx } from '../operations/key-store-files.ts'
import { type ConsoleScene, openConsole } from './browser.ts'
import { fillName } from './hands.ts'
import { journeysIn } from './journey.ts'
import { until } from './until.ts'

let scene: ConsoleScene
let rootId: string

before(async () => {
  scene = await openConsole()
  const { api } = scene.server
  await api('POST', `${authorities}/agencies`)
  const { body: buckets } = await api('GET', `${authorities}/obs/buckets`)
  const crl_configuration = {
    enabled: true,
    obs_bucket_name: buckets.obs_buckets[0].bucket_name,
    valid_days: 7,
  }
  rootId = (await api('POST', authorities, { ...rootBody('Journey Root'), crl_configuration })).body.ca_id
})
after(() => scene.close())

const journey = journeysIn(() => scene)

journey('a pending CA: CSR out, certificate in', async (hands, language) => {
  const name = `Partner ${language}`
  await hands.press('nav.authorities')
  await hands.press('authorities.create')
  await hands.page.getByText(hands.t('newAuthority.pending'), { exact: true }).click()
  await fillName(hands, name)
  await hands.press('newAuthority.submit')
  await hands.see(hands.t('state.PENDING'))
  const csr = (await hands.download(() => hands.press('pending.download'))).toString()
  const signed = await signElsewhere(csr)
  await hands.press('pending.importButton')
  await hands.page.getByRole('dialog').locator('textarea').first().fill(signed.certificate)
  await hands.confirm('pending.importSubmit')
  await hands.see(hands.t('state.ACTIVED'))
  await hands.open('tab.certificate')
  await hands.page.locator('dt', { hasText: hands.t('extension.basicConstraints') }).waitFor()
})

journey('a certificate is revoked, and its serial number is on the CRL', async (hands, language) => {
  const { api, base } = scene.server
  const host = `leaving-${language.toLowerCase()}.test`
  const { body: issued } = await api('POST', certificates, issueBody(rootId, host))
  const { body: certificate } = await api('GET', `${certificates}/${issued.certificate_id}`)
  const { body: root } = await api('GET', `${authorities}/${rootId}`)
  await hands.press('nav.certificates')
  await hands.fill('certificates.search', host)
  await hands.page.getByRole('link', { name: host, exact: true }).click()
  await hands.pressInMenu('certificate.revoke')
  const dialog = hands.page.getByRole('dialog')
  const button = dialog.getByRole('button', { name: hands.t('certificate.revoke'), exact: true })
  assert.equal(await button.isDisabled(), true, 'the name must be typed first')
  await hands.see(hands.t('breaks.onCrl'))
  await hands.confirm('certificate.revoke', host)
  await hands.see(hands.t('state.REVOKED'))
  const url = new URL(root.crl_configuration.crl_dis_point)
  await until(async () => {
    const list = readRevocationList(new Uint8Array(await (await fetch(base + url.pathname)).arrayBuffer()))
    return list.entries.some(
      ({ serialNumber }) => BigInt(`0x${serialNumber.toHex()}`) === BigInt(certificate.serial_number),
    )
  })
})

journey('a certificate is imported by dropping files, and deleted', async (hands, language) => {
  const made = make({ subject: `brought-${language.toLowerCase()}.test`, notAfter: '20300101000000Z' })
  await hands.press('nav.hosted')
  await hands.press('hosted.import')
  await hands.page.locator('.drop-area input').setInputFiles([
    { name: 'a.key', mimeType: 'text/plain', buffer: Buffer.from(keyPem(made)) },
    { name: 'a.crt', mimeType: 'text/plain', buffer: Buffer.from(made.pem) },
  ])
  await hands.see(`CN=brought-${language.toLowerCase()}.test`)
  await hands.press('import.submit')
  const heading = hands.page.getByRole('heading', { level: 1 })
  await hands.see(hands.t('state.UPLOAD'))
  const name = (await heading.textContent()) ?? ''
  assert.equal(name, `brought-${language.toLowerCase()}.test`)
  assert.equal((await hands.page.content()).includes('PRIVATE KEY'), false, 'no key is left in the page')
  await hands.pressInMenu('certificate.delete')
  await hands.confirm('certificate.delete', name)
  await hands.page.waitForURL('**/console/hosted')
})

journey('a key store is opened with its password, shown and imported', async (hands, language) => {
  const host = `stored-${language.toLowerCase()}.test`
  const made = make({ subject: host, notAfter: '20300101000000Z' })
  for (const [name, buffer] of [
    ['a.pfx', Buffer.from(await ourPfx(made, [], '密码 secret'))],
    ['a.jks', Buffer.from(ourJks(made, [], '密码 secret'))],
  ] as const) {
    await hands.press('nav.hosted')
    await hands.press('hosted.import')
    await hands.page.locator('.drop-area input').setInputFiles([{ name, mimeType: 'application/x', buffer }])
    const field = hands.page.getByLabel(hands.t('import.storePassword'), { exact: true })
    assert.deepEqual(
      [await field.getAttribute('type'), await field.getAttribute('autocomplete')],
      ['password', 'off'],
    )
    const submit = hands.page.getByRole('button', { name: hands.t('import.submit'), exact: true })
    await field.fill('wrong')
    await hands.press('import.open')
    await hands.page
      .getByRole('alert')
      .getByText(/SCM\.0005 .*password does not open/)
      .waitFor()
    assert.equal(await submit.isDisabled(), true, 'what was not opened is not imported')
    await field.fill('密码 secret')
    await hands.press('import.open')
    await hands.see(`CN=${host}`)
    await hands.press('import.submit')
    await hands.see(hands.t('state.UPLOAD'))
    assert.equal(await hands.page.getByRole('heading', { level: 1 }).textContent(), host)
    assert.equal(
      (await hands.page.content()).includes('密码 secret'),
      false,
      'no password is left in the page',
    )
    await hands.pressInMenu('certificate.delete')
    await hands.confirm('certificate.delete', host)
    await hands.page.waitForURL('**/console/hosted')
  }
})

journey('a name with HTML stays text', async (hands, language) => {
  const evil = `<img src=x onerror="document.title='${language}'">`
  const { body } = await scene.server.api('POST', `${certificates}/csr`, {
    issuer_id: rootId,
    csr: request({ subject: commonName(evil) }),
    validity: { type: 'DAY', value: 30 },
  })
  assert.ok(body.certificate_id, JSON.stringify(body))
  await hands.press('nav.certificates')
  await hands.page.getByText(evil, { exact: true }).first().click()
  await hands.page.getByRole('heading', { name: evil, level: 1 }).waitFor()
  assert.equal(await hands.page.locator('img[src="x"]').count(), 0)
  assert.notEqual(await hands.page.title(), language)
  await scene.server.api('DELETE', `${certificates}/${body.certificate_id}`)
})

journey(
  'many are issued from a file, stopped by nothing that one of them gets wrong',
  async (hands, language) => {
    const suffix = `${language.toLowerCase()}.bulk.test`
    await hands.press('nav.certificates')
    await hands.press('certificates.bulk')
    const csv = `common_name,names,days\none.${suffix},one.${suffix};alias.${suffix},30\n<bad>,,30\ntwo.${suffix},,\n`
    await hands.page.locator('textarea').fill(csv)
    await hands.choose('field.issuer', 'Journey Root')
    await hands.press('bulk.start', { count: '3' })
    await hands.see(hands.t('bulk.counts', { issued: '2', failed: '1', all: '3' }))
    const results = (await hands.download(() => hands.press('bulk.results'))).toString()
    assert.match(results, new RegExp(`two\\.${suffix},,365,[0-9a-f-]{36},`))
    await hands.page.locator('textarea').fill(results.replace('<bad>', `three.${suffix}`))
    await hands.press('bulk.goOn', { count: '1' })
    await hands.see(hands.t('bulk.counts', { issued: '3', failed: '0', all: '3' }))
  },
)

test('a fresh browser works for less than a second until it can be typed into', async () => {
  const took: number[] = []
  for (let round = 0; round < 5; round += 1) {
    const { page } = await scene.open()
    const session = await page.context().newCDPSession(page)
    // of the processor, so that others who use the machine do not count
    await session.send('Performance.enable', { timeDomain: 'threadTicks' })
    await page.reload()
    await page.locator('#account').fill('typed')
    const { metrics } = await session.send('Performance.getMetrics')
    took.push(metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
    await page.context().close()
  }
  process.stdout.write(
    `processor seconds until it can be typed into: ${took.map((one) => one.toFixed(2)).join(' ')}\n`,
  )
  assert.ok(Math.min(...took) < 1)
})

async function signElsewhere(csr: string): Promise<{ certificate: string }> {
  const { api } = scene.server
  const { body } = await api('POST', `${certificates}/csr`, {
    issuer_id: rootId,
    csr,
    type: 'INTERMEDIATE_CA',
    validity: { type: 'YEAR', value: 2 },
  })
  const { body: exported } = await api('POST', `${authorities}/${body.certificate_id}/export`)
  assert.ok(exported.certificate, JSON.stringify({ body, exported }))
  return exported
}
