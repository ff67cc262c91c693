import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, pendingBody, subject, subordinateBody } from '../samples.ts'
import { certify, outsideRoot } from './outside.ts'
import { createAuthority, done, ok, refused, unchanged } from './support.ts'

const server = await startServer()
after(() => server.close())
const { api } = server

suite('the name of a CA elsewhere', () => {
  test('is given to nothing below it, whatever its case: signatures would pass for its own', async () => {
    const name = 'C=CN, ST=Sichuan, L=Chengdu, O=Elsewhere, OU=Roots, CN=Outside Root'
    const root = await outsideRoot({ subject: name })
    const id = await createAuthority(server, pendingBody('Brought along'))
    const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
    const certificate = await certify(root, csr)
    done(
      await api('POST', `${authorities}/${id}/import`, {
        certificate,
        certificate_chain: root.chain.join(''),
      }),
    )
    const distinguished_name = {
      ...subject('outside root'),
      country: 'CN',
      state: 'Sichuan',
      locality: 'Chengdu',
      organization: 'ELSEWHERE',
      organizational_unit: 'Roots',
    }
    await unchanged(api, async () => {
      const leaf = { ...issueBody(id, 'a.test'), distinguished_name }
      refused(await api('POST', certificates, leaf), 400, 'PCA.00020101', 'distinguished_name')
      const below = { ...subordinateBody(id, 'a'), distinguished_name }
      refused(await api('POST', authorities, below), 400, 'PCA.00020101', 'distinguished_name')
    })
    ok(await api('POST', certificates, issueBody(id, 'a.test')))
  })
})
