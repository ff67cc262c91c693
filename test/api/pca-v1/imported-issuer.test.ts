import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import {
  activateBody,
  authorities,
  certificates,
  issueBody,
  pendingBody,
  subject,
  subordinateBody,
} from '../samples.ts'
import { element, objectIdentifier, sequence, utf8 } from './der.ts'
import {
  type Content,
  certify,
  extensionOf,
  nameConstraints,
  outsideBelow,
  outsideRoot,
  subtrees,
} from './outside.ts'
import { alternativeNames, commonName, dns, ecKeys, extension, nameOf, request, types } from './requests.ts'
import { createAuthority, createSubordinate, done, issue, ok, refused, unchanged } from './support.ts'

const server = await startServer({ 'ca-quota': '1000' })
after(() => server.close())
const { api } = server
const root = await outsideRoot()
const keys = ecKeys()
const validity = { type: 'DAY', value: 1 }

/** A CA of ours, certified below a CA elsewhere; either may have its own constraints. */
async function imported(own: Content = {}, above?: Content): Promise<string> {
  const issuer = above ? await outsideBelow(root, { subject: 'CN=Above', ...above }) : root
  const id = await createAuthority(server, pendingBody('Bound'))
  const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
  const certificate = await certify(issuer, csr, own)
  const certificate_chain = issuer.chain.join('')
  done(await api('POST', `${authorities}/${id}/import`, { certificate, certificate_chain }))
  return id
}
const byJson = (issuer_id: string, changes: object) =>
  api('POST', certificates, { ...issueBody(issuer_id, 'nobody'), ...changes })
const byRequest = (issuer_id: string, parts: Parameters<typeof request>[0], changes: object = {}) =>
  api('POST', `${certificates}/csr`, { issuer_id, csr: request({ keys, ...parts }), validity, ...changes })
const outOfBounds = (answer: Awaited<ReturnType<typeof api>>, parameter: string) =>
  refused(answer, 400, 'PCA.00020001', parameter)
const purposes = (...dotted: string[]) => sequence(...dotted.map((each) => objectIdentifier(each)))
const [serverAuth, clientAuth, anyPurpose] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '2.5.29.37.0']

const onlyATest = { extensions: [nameConstraints([subtrees.dns('a.test')])] }
for (const [where, make] of [
  ['its own', () => imported(onlyATest)],
  ['those of a CA elsewhere above it', () => imported({}, onlyATest)],
  ['those two levels up', async () => createSubordinate(server, await imported(onlyATest), {}, 'Low')],
] as const) {
  suite(`name constraints: ${where}`, () => {
    test('names within are issued, in JSON and by CSR; others are refused, naming the parameter', async () => {
      const id = await make()
      const san = (value: string) => ({ subject_alternative_names: [{ type: 'DNS', value }] })
      ok(await byJson(id, san('www.a.test')))
      ok(await byRequest(id, { extensions: [alternativeNames(dns('www.a.test'))] }))
      await unchanged(api, async () => {
        outOfBounds(await byJson(id, san('www.b.test')), 'subject_alternative_names')
        outOfBounds(await byRequest(id, { extensions: [alternativeNames(dns('b.test'))] }), 'csr')
      })
    })

    test('a common name that becomes an alternative name is judged, too', async () => {
      const id = await make()
      ok(await byJson(id, { distinguished_name: { common_name: 'www.a.test' } }))
      ok(await byRequest(id, { subject: commonName('www.a.test') }))
      await unchanged(api, async () => {
        const distinguished_name = { common_name: 'www.b.test' }
        outOfBounds(await byJson(id, { distinguished_name }), 'distinguished_name')
        outOfBounds(await byRequest(id, { subject: commonName('www.b.test') }), 'csr')
      })
    })

    test('a host in the common name does not slip by beside a name of another kind', async () => {
      const id = await make()
      const link = { type: 'URI', value: 'https://anywhere.test/' }
      const beside = (common_name: string) => ({
        distinguished_name: { common_name },
        subject_alternative_names: [link],
      })
      ok(await byJson(id, beside('www.a.test')))
      await unchanged(api, async () => {
        outOfBounds(await byJson(id, beside('www.b.test')), 'distinguished_name')
        const extensions = [alternativeNames(element(0x86, link.value))]
        outOfBounds(await byRequest(id, { subject: commonName('www.b.test'), extensions }), 'csr')
      })
    })
  })
}

suite('constraints on directory names', () => {
  const inChina = { extensions: [nameConstraints([subtrees.directory(nameOf([types.country, utf8('CN')]))])] }
  const german = { ...subject('Abroad'), country: 'DE' }

  test('bind certificates and subordinates, created, activated and by CSR', async () => {
    const id = await imported({ ...inChina, pathLength: 2 })
    ok(await byJson(id, {}))
    await createSubordinate(server, id)
    const pending = await createAuthority(server, { ...pendingBody(), distinguished_name: german })
    await unchanged(api, async () => {
      outOfBounds(await byJson(id, { distinguished_name: german }), 'distinguished_name')
      const below = { ...subordinateBody(id), distinguished_name: german }
      outOfBounds(await api('POST', authorities, below), 'distinguished_name')
      const activated = await api('POST', `${authorities}/${pending}/activate`, activateBody(id))
      outOfBounds(activated, 'distinguished_name')
      outOfBounds(await byRequest(id, {}), 'csr')
    })
  })

  test('a CA is judged by its subject only: its common name is no host', async () => {
    const id = await imported({ ...onlyATest, pathLength: 2 })
    await createSubordinate(server, id, {}, 'ca.b.test')
  })

  test('an address in the subject of a CSR counts, whatever its case', async () => {
    const id = await imported({ extensions: [nameConstraints([], [subtrees.email('John@a.test')])] })
    const withAddress = (address: string) =>
      nameOf([types.commonName, utf8('nobody')], ['1.2.840.113549.1.9.1', element(0x16, address)])
    ok(await byRequest(id, { subject: withAddress('jane@a.test') }))
    await unchanged(api, async () => {
      for (const address of ['John@a.test', 'JOHN@A.TEST']) {
        outOfBounds(await byRequest(id, { subject: withAddress(address) }), 'csr')
      }
    })
  })

  test('a certificate that its own chain forbids is not imported', async () => {
    const above = await outsideBelow(root, { subject: 'CN=Above', ...inChina })
    const id = await createAuthority(server, { ...pendingBody(), distinguished_name: german })
    const { csr } = ok(await api('GET', `${authorities}/${id}/csr`))
    const certificate = await certify(above, csr)
    await unchanged(api, async () => {
      const body = { certificate, certificate_chain: above.chain.join('') }
      refused(await api('POST', `${authorities}/${id}/import`, body), 400, 'PCA.00020402', 'certificate')
    })
  })
})

suite('purposes of the CA', () => {
  const only = (...dotted: string[]) => ({ extensions: [extensionOf('2.5.29.37', purposes(...dotted))] })
  const asked = (...names: string[]) => ({
    extended_key_usage: Object.fromEntries(names.map((name) => [name, true])),
  })

  for (const [where, make] of [
    ['its own', () => imported(only(serverAuth))],
    ['those of a CA above', () => imported({}, only(serverAuth))],
  ] as const) {
    test(`${where}: one of them is certified, and none; another is refused`, async () => {
      const id = await make()
      ok(await byJson(id, asked('server_auth')))
      ok(await byJson(id, {}))
      ok(await byRequest(id, { extensions: [extension('2.5.29.37', purposes(serverAuth))] }))
      await unchanged(api, async () => {
        outOfBounds(await byJson(id, asked('client_auth')), 'extended_key_usage')
        outOfBounds(await byJson(id, asked('server_auth', 'client_auth')), 'extended_key_usage')
        const both = [extension('2.5.29.37', purposes(serverAuth, clientAuth))]
        outOfBounds(await byRequest(id, { extensions: both }), 'csr')
        const unknown = [extension('2.5.29.37', purposes('1.2.3.4'))]
        outOfBounds(await byRequest(id, { extensions: unknown }), 'csr')
      })
    })
  }

  test('any purpose allows all; two CAs allow what both do', async () => {
    ok(await byJson(await imported(only(anyPurpose)), asked('client_auth', 'code_signing')))
    const id = await imported(only(serverAuth, clientAuth), only(clientAuth, anyPurpose))
    ok(await byJson(id, asked('server_auth')))
    const narrow = await imported(only(serverAuth, clientAuth), only(clientAuth))
    ok(await byJson(narrow, asked('client_auth')))
    outOfBounds(await byJson(narrow, asked('server_auth')), 'extended_key_usage')
  })
})

suite('path length of what was imported', () => {
  let count = 0
  const below = (issuer: string, path_length: number) =>
    api('POST', authorities, { ...subordinateBody(issuer, `Below ${++count}`), path_length })
  const tooDeep = (answer: Awaited<ReturnType<typeof api>>) =>
    refused(answer, 400, 'PCA.00020203', 'path_length')

  test('its own binds subordinates', async () => {
    const none = await imported({ pathLength: 0 })
    await issue(server, none)
    const two = await imported({ pathLength: 2 })
    ok(await below(two, 1))
    await unchanged(api, async () => {
      for (const length of [0, 1, 6]) tooDeep(await below(none, length))
      for (const length of [2, 6]) tooDeep(await below(two, length))
    })
  })

  test('absent it binds nothing; the chain above it still does', async () => {
    ok(await below(await imported(), 6))
    // above: 3, less the imported CA itself
    const id = await imported({}, { pathLength: 3 })
    ok(await below(id, 1))
    const deep = ok(await below(id, 0)).ca_id
    await unchanged(api, async () => {
      for (const length of [2, 6]) tooDeep(await below(id, length))
      tooDeep(await below(deep, 0))
    })
  })

  test('by CSR and by activation, too', async () => {
    const id = await imported({ pathLength: 0 })
    const pending = await createAuthority(server, pendingBody())
    await unchanged(api, async () => {
      tooDeep(await api('POST', `${authorities}/${pending}/activate`, activateBody(id)))
      tooDeep(await byRequest(id, {}, { type: 'INTERMEDIATE_CA' }))
    })
  })
})
