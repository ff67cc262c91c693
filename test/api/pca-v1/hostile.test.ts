import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, suite, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody, subject, unknownId } from '../samples.ts'
import { element, objectIdentifier, sequence, utf8 } from './der.ts'
import { inspect } from './inspect.ts'
import { ecKeys, extension, nameOf, request, types } from './requests.ts'
import { ok, refused, unchanged } from './support.ts'

let server: RunningServer
let root: string

before(async () => {
  server = await startServer()
  root = ok(await server.api('POST', authorities, rootBody('Hostile Root'))).ca_id
})
after(() => server.close())

const byRequest = (csr: string) =>
  server.api('POST', `${certificates}/csr`, { issuer_id: root, csr, validity: { type: 'DAY', value: 9 } })

const purposes = (...identifiers: string[]) =>
  extension('2.5.29.37', sequence(...identifiers.map((dotted) => objectIdentifier(dotted))))

suite('what would speak for the CA is not issued', () => {
  for (const [what, dotted] of [
    ['OCSPSigning', '1.3.6.1.5.5.7.3.9'],
    ['anyExtendedKeyUsage', '2.5.29.37.0'],
  ] as const) {
    test(`a CSR that asks for ${what}`, () =>
      unchanged(server.api, async () => {
        const csr = request({ extensions: [purposes('1.3.6.1.5.5.7.3.1', dotted)] })
        refused(await byRequest(csr), 400, 'PCA.00020401', 'csr')
      }))
  }

  test("a CSR with the issuing CA's own name", () =>
    unchanged(server.api, async () => {
      const name = subject('Hostile Root')
      const csr = request({
        subject: nameOf(
          [types.country, element(0x13, name.country)],
          [types.state, utf8(name.state)],
          [types.locality, utf8(name.locality)],
          [types.organization, utf8(name.organization.toUpperCase())],
          [types.organizationalUnit, utf8(name.organizational_unit)],
          [types.commonName, utf8(name.common_name)],
        ),
      })
      refused(await byRequest(csr), 400, 'PCA.00020401', 'csr')
    }))

  test("a certificate that inherits everything but the CA's common name, and has that too", () =>
    unchanged(server.api, async () => {
      const answer = await server.api('POST', certificates, issueBody(root, 'Hostile Root'))
      refused(answer, 400, 'PCA.00020101', 'distinguished_name')
    }))
})

test('a CSR with a compressed point is refused: many would not read the certificate', async () => {
  const keys = ecKeys()
  const { x = '', y = '' } = keys.publicKey.export({ format: 'jwk' })
  const isOdd = (Buffer.from(y, 'base64url').at(-1) ?? 0) % 2 === 1
  const point = Buffer.concat([Buffer.of(isOdd ? 3 : 2), Buffer.from(x, 'base64url')])
  const publicKeyDer = sequence(
    sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7')),
    element(3, [0], point),
  )
  assert.ok(createPublicKey({ key: publicKeyDer, format: 'der', type: 'spki' }).equals(keys.publicKey))
  refused(await byRequest(request({ keys, publicKeyDer })), 400, 'PCA.00020401', 'csr')
})

test('a list of 30,000 equal usages is refused without holding up others', async () => {
  const body = JSON.stringify({ ...issueBody(root), key_usages: Array(30_000).fill(0) })
  const started = performance.now()
  const [answer] = await Promise.all([
    server.api('POST', certificates, body),
    fetch(`${server.base}/healthz`),
  ])
  refused(answer, 400, 'PCA.00020001', 'key_usages')
  // it took 4 s where every pair was compared
  assert.ok(performance.now() - started < 2000)
})

test('a start too old is told before the issuer is looked for, and one beyond all time is no failure of ours', async () => {
  const old = { ...issueBody(unknownId), validity: { type: 'DAY', value: 1, start_from: 1 } }
  refused(await server.api('POST', certificates, old), 400, 'PCA.00020109', 'validity.start_from')
  const far = { ...rootBody(), validity: { type: 'YEAR', value: 1, start_from: 9_000_000_000_000_000 } }
  refused(await server.api('POST', authorities, far), 400, 'PCA.00020109')
})

test('a certificate says where its issuer is found, and there it is', async () => {
  const { certificate_id: id } = ok(
    await server.api('POST', certificates, issueBody(root, 'aia.example.test')),
  )
  const { certificate } = ok(
    await server.api('POST', `${certificates}/${id}/export`, { type: 'OTHER', is_compressed: false }),
  )
  const url = `${server.base}/pki/${root}.crt`
  const { extensions } = inspect(certificate)
  assert.match(
    Buffer.from(extensions.get('1.3.6.1.5.5.7.1.1')?.value ?? []).toString('latin1'),
    new RegExp(url),
  )
  const served = await fetch(url)
  assert.equal(served.headers.get('content-type'), 'application/pkix-cert')
  const { certificate: issuer } = ok(await server.api('POST', `${authorities}/${root}/export`))
  assert.equal(
    Buffer.from(await served.arrayBuffer()).toString('base64'),
    issuer.replace(/-----[^-]+-----|\s/g, ''),
  )
})

test('a sealed key that was moved to another record in the database does not open', async () => {
  const issue = async (name: string): Promise<string> =>
    ok(await server.api('POST', certificates, issueBody(root, name))).certificate_id
  const [victim, thief] = [await issue('victim.example.test'), await issue('thief.example.test')]
  const database = new DatabaseSync(join(server.dataFolder, 'chancery.db'))
  const moved = database
    .prepare('update sealed_key set sealed = (select sealed from sealed_key where id = ?) where id = ?')
    .run(victim, thief)
  database.close()
  assert.equal(moved.changes, 1)
  const answer = await server.api('POST', `${certificates}/${thief}/export`, {
    type: 'OTHER',
    is_compressed: false,
  })
  refused(answer, 500, 'PCA.00000004')
})
