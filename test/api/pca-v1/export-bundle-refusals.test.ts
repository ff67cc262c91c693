import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { auditRows } from '../../operations/audit-rows.ts'
import { startServer } from '../running-server.ts'
import { certificates, unknownId } from '../samples.ts'
import { bundleBody, downloadBundle, exportPath, issueByRequest, serverTypes } from './bundles.ts'
import { bodyRefusals, fieldRefusals, refusals } from './refusals.ts'
import { bad, createRoot, done, forbidden, issue, refused, unchanged } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, clock } = server
const root = await createRoot(server)
const certificate = await issue(server, root)
const byRequest = await issueByRequest(server, root)
const powerless = server.as(await server.addUser('powerless'))
const stranger = server.as(await server.addAccount('stranger'))
const send = (body: unknown, id = certificate) => api('POST', exportPath(id), body)
const tomcat = { ...bundleBody, type: 'TOMCAT' }

const tooLong = ['x'.repeat(33), '中'.repeat(33), '😀'.repeat(33), 'x'.repeat(5000)]
const controls = ['a\nb', '\r', '\t', '\u0001', '\u007f', '\u0085', '\u009f']
/** Text that no JSON body may hold. */
const noText = ['\0', 'secret-1\0', 'lone \ud842 surrogate']
const tooShort = ['x', '12345', '密码', '😀😀']

refusals('export a bundle', api, [
  ...fieldRefusals(send, bundleBody, [
    ...bad('type', 'PCA.00020001', [undefined, null, '', 'X', 'PFX', 'APACHE2', ' NGINX', 'TOMCAT\n', 5, {}]),
    ...bad('is_compressed', 'PCA.00020001', [undefined, null, '', 'TRUE', 'True', 'yes', 1, [true]]),
    ...bad('password', 'PCA.00020001', [...tooLong, ...controls, 5, true, ['secret-1'], {}]),
    ...bad('password', 'PCA.00020001', noText, 'body'),
  ]),
  ...fieldRefusals(send, tomcat, bad('password', 'PCA.00020001', [...tooShort, ...tooLong, ...controls])),
  ...fieldRefusals((body) => send(body, byRequest), tomcat, bad('password', 'PCA.00020001', tooShort)),
  ...fieldRefusals(
    (body) => send(body, unknownId),
    { ...tomcat, type: 'tomcat' },
    bad('password', 'PCA.00020001', ['12345']),
  ),
  ...fieldRefusals(
    send,
    { ...bundleBody, is_compressed: false },
    bad('type', 'PCA.00020001', ['IIS', 'TOMCAT', 'iis', 'tomcat']),
  ),
  ...bodyRefusals(send),
  {
    what: 'a certificate that is not there',
    send: () => send(bundleBody, unknownId),
    status: 404,
    code: 'PCA.00030102',
  },
])

suite('passwords that are taken', () => {
  for (const type of serverTypes) {
    const shortest = type === 'TOMCAT' ? ['123456', '😀😀😀'] : ['x', '中', '12345']
    test(`${type}: ${shortest.join(', ')}, and any 32 characters`, async () => {
      for (const password of [...shortest, ' '.repeat(32), '😀'.repeat(32)]) {
        await downloadBundle(api, certificate, { type, password })
      }
    })
  }
})

const exportsOf = (id: string) =>
  auditRows(server.dataFolder).filter((row) => row.object_id === id && row.operation.startsWith('export'))

suite('who may export a bundle', () => {
  for (const type of serverTypes) {
    const body = { ...bundleBody, type, password: 'secret-1' }
    test(`${type}: not who was granted nothing, nobody, or another account`, () =>
      unchanged(api, async () => {
        const former = exportsOf(certificate)
        refused(await powerless('POST', exportPath(certificate), body), 401, 'PCA.00010004')
        const nobody = await server.as('nobody')('POST', exportPath(certificate), body)
        assert.equal(`${nobody.status} ${nobody.code}`, '401 APIG.0301')
        const theirs = await stranger('POST', exportPath(certificate), body)
        refused(theirs, 404, 'PCA.00030102')
        assert.deepEqual(theirs.bytes, (await stranger('POST', exportPath(unknownId), body)).bytes)
        const successes = exportsOf(certificate).filter(({ result }) => result === 'success')
        assert.deepEqual(
          successes,
          former.filter(({ result }) => result === 'success'),
        )
      }))
  }
})

suite('only what is ISSUED is exported', () => {
  const revoke = (reason: string) => async (id: string) =>
    done(await api('POST', `${certificates}/${id}/revoke`, { reason }))
  const states: [string, (id: string) => Promise<void>][] = [
    ['revoked', revoke('KEY_COMPROMISE')],
    ['held', revoke('CERTIFICATE_HOLD')],
    ['expired', async () => clock.advance(3_600_000)],
  ]
  for (const [state, change] of states) {
    for (const type of serverTypes) {
      test(`${type} of a certificate that is ${state} → 403, and no export is on record`, async () => {
        const id = await issue(server, root, { validity: { type: 'HOUR', value: 1 } })
        await change(id)
        await unchanged(api, async () => {
          for (const changes of [{}, { password: 'secret-1' }]) {
            forbidden(await send({ ...bundleBody, type, ...changes }, id))
          }
        })
        assert.deepEqual(
          exportsOf(id).filter(({ result }) => result === 'success'),
          [],
        )
      })
    }
  }

  test('what was held is exported when it is released', async () => {
    const id = await issue(server, root)
    await revoke('CERTIFICATE_HOLD')(id)
    done(await api('POST', `${certificates}/${id}/release`))
    await downloadBundle(api, id)
  })
})
