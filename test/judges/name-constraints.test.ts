import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { element, sequence, utf8 } from '../api/pca-v1/der.ts'
import {
  certify,
  extensionOf,
  nameConstraints,
  type OutsideAuthority,
  outsideBelow,
  outsideRoot,
  subtrees,
} from '../api/pca-v1/outside.ts'
import { alternativeNames, ecKeys, nameOf, request, types } from '../api/pca-v1/requests.ts'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, pendingBody, subject } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { skipWithout } from './programs.ts'

const judge = 'openssl'
const { dns, email, uri, ip, directory } = subtrees
const attributes = (...given: [keyof typeof types, string][]) =>
  nameOf(...given.map(([type, text]): [string, Buffer] => [types[type], utf8(text)]))

type Name = readonly [type: 'DNS' | 'EMAIL' | 'URI' | 'IP' | 'CN', value: string]
const all = (type: Name[0], ...values: string[]): Name[] => values.map((value) => [type, value])

const domains = all('DNS', 'a.test', 'www.a.test', 'A.Test', 'xa.test', '*.a.test', '*.www.a.test', 'b.test')
const mailboxes = all('EMAIL', 'u@a.test', 'U@a.test', 'u@A.test', 'u@www.a.test', 'v@a.test', 'u@xa.test')
const addresses = all('IP', '10.1.2.3', '10.2.0.1', '192.168.0.1', '2001:db8::1', '2001:db9::1')
const links = [
  ...all('URI', 'https://a.test/', 'https://www.a.test/x', 'https://a.test:8443/x', 'https://A.test/'),
  ...all('URI', 'https://b.test/', 'https://xa.test/', 'ldap://a.test/x', 'urn:a:b', 'https:a.test/'),
]
/** Whose host that is can be disputed. */
const oddLinks = all('URI', 'https://u@a.test/', 'https://a.test:b@c.test/', 'https://10.1.2.3/')
/** Stands in the common name, beside an alternative name of another kind. */
const commonNames = all('CN', 'www.a.test', 'www.b.test', '10.1.2.3', 'nobody')

const inside = [ip(10, 1, 0, 0, 255, 255, 0, 0), ip(0x20, 1, 0x0d, 0xb8, ...Array(12).fill(0), ...ones(32))]
function ones(bits: number): number[] {
  return Array.from({ length: 16 }, (_, index) => (index < bits / 8 ? 255 : 0))
}

interface Case {
  readonly what: string
  readonly permitted?: readonly Buffer[]
  readonly excluded?: readonly Buffer[]
  readonly names: readonly Name[]
  /** Where we refuse what OpenSSL lets pass, and why is in the name of the case. */
  readonly stricter?: readonly string[]
}

const cases: readonly Case[] = [
  { what: 'permitted domain', permitted: [dns('a.test')], names: [...domains, ...commonNames] },
  { what: 'permitted domain in capitals', permitted: [dns('A.TEST')], names: domains },
  { what: 'permitted below a domain', permitted: [dns('.a.test')], names: domains },
  { what: 'permitted: every domain', permitted: [dns('')], names: domains },
  { what: 'two permitted domains', permitted: [dns('a.test'), dns('b.test')], names: domains },
  { what: 'excluded domain', excluded: [dns('a.test')], names: [...domains, ...commonNames] },
  { what: 'excluded below a domain', excluded: [dns('.a.test')], names: domains },
  { what: 'excluded: every domain', excluded: [dns('')], names: [...domains, ...commonNames] },
  {
    what: 'excluded host, for which a wildcard stands too',
    excluded: [dns('www.a.test')],
    names: domains,
    stricter: ['*.a.test'],
  },
  {
    what: 'a domain without one of its hosts',
    permitted: [dns('a.test')],
    excluded: [dns('www.a.test')],
    names: [...domains, ...commonNames],
    stricter: ['*.a.test'],
  },
  { what: 'other kinds are free', permitted: [dns('a.test')], names: [...mailboxes, ...addresses, ...links] },
  { what: 'permitted host of mailboxes', permitted: [email('a.test')], names: mailboxes },
  { what: 'permitted hosts of mailboxes', permitted: [email('.a.test')], names: mailboxes },
  { what: 'permitted mailbox', permitted: [email('u@a.test')], names: mailboxes },
  { what: 'permitted host behind an @', permitted: [email('@a.test')], names: mailboxes },
  { what: 'excluded host of mailboxes', excluded: [email('A.test')], names: mailboxes },
  { what: 'excluded hosts of mailboxes', excluded: [email('.a.test')], names: mailboxes },
  {
    what: 'excluded mailbox, whatever its case',
    excluded: [email('u@a.test')],
    names: mailboxes,
    stricter: ['U@a.test'],
  },
  { what: 'excluded host behind an @', excluded: [email('@a.test')], names: mailboxes },
  { what: 'permitted host of URIs', permitted: [uri('a.test')], names: [...links, ...oddLinks.slice(0, 1)] },
  { what: 'permitted hosts of URIs', permitted: [uri('.a.test')], names: links },
  { what: 'excluded host of URIs', excluded: [uri('a.test')], names: links },
  {
    what: 'excluded host, that disputable URIs may mean',
    excluded: [uri('a.test')],
    names: oddLinks,
    stricter: ['https://u@a.test/', 'https://10.1.2.3/'],
  },
  { what: 'excluded hosts of URIs', excluded: [uri('.a.test')], names: links },
  { what: 'permitted networks', permitted: inside, names: addresses },
  { what: 'permitted network of version 4', permitted: inside.slice(0, 1), names: addresses },
  { what: 'excluded networks', excluded: inside, names: addresses },
  { what: 'permitted: every address of version 4', permitted: [ip(...Array(8).fill(0))], names: addresses },
  {
    what: 'excluded: every address',
    excluded: [ip(...Array(8).fill(0)), ip(...Array(32).fill(0))],
    names: addresses,
  },
  { what: 'permitted country', permitted: [directory(attributes(['country', 'CN']))], names: commonNames },
  { what: 'another country', permitted: [directory(attributes(['country', 'DE']))], names: commonNames },
  { what: 'excluded country', excluded: [directory(attributes(['country', 'cn']))], names: commonNames },
  {
    what: 'permitted state, in capitals and with more space',
    permitted: [directory(attributes(['country', 'CN'], ['state', ' SICHUAN  ']))],
    names: commonNames,
  },
  {
    what: 'a state without its country',
    permitted: [directory(attributes(['state', 'Sichuan']))],
    names: commonNames,
  },
  {
    what: 'no domain and no address at all',
    excluded: [dns(''), ip(...Array(8).fill(0)), ip(...Array(32).fill(0))],
    names: [...domains, ...addresses, ...mailboxes, ...commonNames],
  },
]

describe('name constraints: we issue what OpenSSL accepts, and nothing else', skipWithout(judge), () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-constraints-'))
  let server: RunningServer
  let root: OutsideAuthority

  before(async () => {
    // judges look at the time of day, so the product's clock must show it
    server = await startServer({ 'ca-quota': '1000' }, createTestClock(Date.now()))
    root = await outsideRoot()
  })
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  /** A CA of ours and one that is not, with the same name constraints. */
  async function twins({ permitted = [], excluded = [] }: Case) {
    const content = { extensions: [nameConstraints(permitted, excluded)] }
    const { ca_id: id } = await made(authorities, pendingBody('Constrained'))
    const { csr } = (await server.api('GET', `${authorities}/${id}/csr`)).body
    const certificate = await certify(root, csr, content)
    const brought = await server.api('POST', `${authorities}/${id}/import`, {
      certificate,
      certificate_chain: root.pem,
    })
    assert.equal(brought.status, 204, brought.message ?? 'no message')
    return { id, outside: await outsideBelow(root, { subject: 'CN=Twin', ...content }) }
  }
  async function made(path: string, body: object) {
    const answer = await server.api('POST', path, body)
    assert.equal(answer.status, 200, answer.message ?? 'no message')
    return answer.body
  }

  /** Of each certificate, whether OpenSSL takes it; one run judges all of them. */
  function accepted(leaves: readonly string[], between: string): boolean[] {
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const trust = ['-CAfile', file('root.pem', root.pem), '-untrusted', file('between.pem', between)]
    const files = leaves.map((leaf, index) => file(`leaf-${index}.pem`, leaf))
    const { stdout, stderr } = spawnSync(judge, ['verify', ...trust, ...files], { encoding: 'utf8' })
    const said = stderr.split(/^error (.+): verification failed$/m)
    return files.map((leaf) => {
      if (stdout.split('\n').includes(`${leaf}: OK`)) return true
      // 47, 48: a name is not permitted, or excluded; 53: a name of a form that can't be judged
      assert.match(said[said.indexOf(leaf) - 1] ?? '', /error (47|48|53) at/, `${leaf}: ${stderr}`)
      return false
    })
  }

  for (const sample of cases) {
    test(sample.what, async () => {
      const { id, outside } = await twins(sample)
      const verdicts = { json: [] as string[], csr: [] as string[] }
      const theirs: string[] = []
      for (const name of sample.names) {
        const [shown, { json, csr }] = [name.join(' '), requestsOf(name)]
        const body = { issuer_id: id, validity: { type: 'DAY', value: 1 } }
        for (const [way, path, content] of [
          ['json', certificates, json],
          ['csr', `${certificates}/csr`, { csr }],
        ] as const) {
          const answer = await server.api('POST', path, { ...body, ...content })
          if (answer.status === 200) verdicts[way].push(shown)
          else
            assert.equal(`${answer.status} ${answer.code}`, '400 PCA.00020001', `${shown}: ${answer.message}`)
        }
        const extensions = [alternativeNameOf(name)]
        theirs.push(await certify(outside, csr, { isAuthority: false, extensions }))
      }
      const isAccepted = accepted(theirs, outside.pem)
      const openssl: string[] = []
      for (const [index, name] of sample.names.entries()) {
        const isLetPass = sample.stricter?.includes(name[1]) ?? false
        if (isLetPass) assert.ok(isAccepted[index], `${name.join(' ')}: OpenSSL refuses it too`)
        else if (isAccepted[index]) openssl.push(name.join(' '))
      }
      assert.deepEqual(verdicts.json, openssl)
      assert.deepEqual(verdicts.csr, openssl)
    })
  }
})

const keys = ecKeys()
const tagOf = { EMAIL: 0x81, DNS: 0x82, URI: 0x86, IP: 0x87 } as const

/** The one name as a GeneralName; beside a common name an address that nobody forbids. */
function generalName([type, value]: Name): Buffer {
  if (type === 'CN') return element(0x86, 'https://beside.example/')
  return type === 'IP' ? element(0x87, octetsOf(value)) : element(tagOf[type], value)
}
const alternativeNameOf = (name: Name) => extensionOf('2.5.29.17', sequence(generalName(name)))

function octetsOf(address: string): number[] {
  if (address.includes('.')) return address.split('.').map(Number)
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string) =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
  const [left, right] = [groups(head), groups(tail)]
  const whole = [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right]
  return whole.flatMap((group) => [group >> 8, group & 255])
}

/** The same name in JSON and in a CSR, with the subject that JSON yields. */
function requestsOf(name: Name) {
  const [type, value] = name
  const common = type === 'CN' ? value : 'nobody'
  const { country, state, locality, organization, organizational_unit } = subject('')
  const subjectDer = nameOf(
    [types.country, element(0x13, country)],
    [types.state, utf8(state)],
    [types.locality, utf8(locality)],
    [types.organization, utf8(organization)],
    [types.organizationalUnit, utf8(organizational_unit)],
    [types.commonName, utf8(common)],
  )
  const san = type === 'CN' ? { type: 'URI', value: 'https://beside.example/' } : { type, value }
  return {
    json: {
      key_algorithm: 'EC256',
      distinguished_name: { common_name: common },
      subject_alternative_names: [san],
    },
    csr: request({ keys, subject: subjectDer, extensions: [alternativeNames(generalName(name))] }),
  }
}
