import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, pendingBody } from '../samples.ts'
import { dayMs } from '../test-clock.ts'
import { certify, outsideBelow, outsideRoot } from './outside.ts'
import { createAuthority, createSubordinate, done, ok, refused } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api, clock } = server

suite('a chain that was brought along and ends', () => {
  test('ends issuing below it, also two levels down, to the second', async () => {
    const notAfter = new Date(clock.now() + 2 * dayMs)
    const above = await outsideBelow(await outsideRoot(), { subject: 'CN=Above', notAfter })
    const id = await createAuthority(server, pendingBody('Brought along'))
    const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
    const certificate = await certify(above, csr)
    const body = { certificate, certificate_chain: above.chain.join('') }
    done(await api('POST', `${authorities}/${id}/import`, body))
    const low = await createSubordinate(server, id, {}, 'Low')
    const issueFrom = (issuerId: string) => api('POST', certificates, issueBody(issuerId, 'a.test'))

    clock.advance(2 * dayMs - 1000)
    for (const issuerId of [id, low]) ok(await issueFrom(issuerId))
    clock.advance(1000)
    for (const issuerId of [id, low]) refused(await issueFrom(issuerId), 403, 'PCA.00030201')
  })
})
