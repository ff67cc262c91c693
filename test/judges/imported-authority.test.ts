import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type RunningServer, startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, pendingBody, subordinateBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'
import { skipWithout } from './programs.ts'

const keyAlgorithms = ['EC256', 'EC384', 'RSA2048'] as const
const keyOptions = {
  EC256: '-newkey ec -pkeyopt ec_paramgen_curve:P-256',
  EC384: '-newkey ec -pkeyopt ec_paramgen_curve:P-384',
  RSA2048: '-newkey rsa:2048',
} as const
const authorityExtensions = (pathLength: number, keyIdentifier = true) =>
  [
    `basicConstraints = critical, CA:TRUE, pathlen:${pathLength}`,
    'keyUsage = critical, keyCertSign, cRLSign',
    ...(keyIdentifier ? ['subjectKeyIdentifier = hash'] : ['subjectKeyIdentifier = none']),
    'authorityKeyIdentifier = keyid:always',
  ].join('\n')

/** A root and a CA below it that OpenSSL made; ours stands below them, and another of ours below that. */
describe('a CA that OpenSSL certified', skipWithout('openssl'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-imported-'))
  let server: RunningServer

  before(async () => {
    // judges look at the time of day, so the product's clock must show it
    server = await startServer({ 'ca-quota': '1000' }, createTestClock(Date.now()))
  })
  after(async () => {
    await server.close()
    rmSync(folder, { recursive: true })
  })

  /** The line's words, then what may hold spaces. */
  const run = (line: string, ...more: readonly string[]) => {
    const [program = '', ...words] = line.split(' ')
    const { status, stdout, stderr } = spawnSync(program, [...words, ...more], {
      cwd: folder,
      encoding: 'utf8',
    })
    return { status, said: stdout + stderr }
  }
  const succeed = (line: string, ...more: readonly string[]) => {
    const { status, said } = run(line, ...more)
    assert.equal(status, 0, said)
    return said
  }
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')

  async function call(method: string, path: string, body?: object) {
    const answer = await server.api(method, path, body)
    assert.ok(answer.status < 300, `${answer.code} ${answer.message}`)
    return answer.body
  }

  function makeOutside(algorithm: (typeof keyAlgorithms)[number]): void {
    const key = `-nodes ${keyOptions[algorithm]}`
    succeed(
      `openssl req -x509 -new ${key} -keyout root.key -out root.pem -days 3650 -subj`,
      '/O=Elsewhere/CN=Outside Root',
      '-addext',
      'keyUsage = critical, keyCertSign, cRLSign',
    )
    succeed(`openssl req -new ${key} -keyout middle.key -out middle.csr -subj`, '/CN=Outside Middle')
    sign('root', 'middle', authorityExtensions(3))
  }

  function sign(issuer: string, subject: string, extensions: string): void {
    write('extensions.txt', extensions)
    const by = `-CA ${issuer}.pem -CAkey ${issuer}.key -CAcreateserial`
    succeed(
      `openssl x509 -req -in ${subject}.csr ${by} -days 900 -sha256 -extfile extensions.txt -out ${subject}.pem`,
    )
  }

  /** Our CA, with the certificate that the outside CA made of its CSR by these extensions. */
  async function imported(algorithm: string, extensions: string): Promise<string> {
    const { ca_id: id } = await call('POST', authorities, {
      ...pendingBody('Ours'),
      key_algorithm: algorithm,
    })
    write('ours.csr', (await call('GET', `${authorities}/${id}/csr`)).csr)
    sign('middle', 'ours', extensions)
    await call('POST', `${authorities}/${id}/import`, {
      certificate: read('ours.pem'),
      certificate_chain: read('middle.pem') + read('root.pem'),
    })
    return id
  }

  async function issueInto(name: string, issuerId: string, changes: object = {}): Promise<void> {
    const { certificate_id } = await call('POST', certificates, {
      ...issueBody(issuerId, 'leaf.example.test'),
      extended_key_usage: { server_auth: true },
      ...changes,
    })
    const body = { type: 'OTHER', is_compressed: false }
    const { certificate, certificate_chain } = await call(
      'POST',
      `${certificates}/${certificate_id}/export`,
      body,
    )
    const blocks: string[] = certificate_chain.match(/-----BEGIN[\s\S]+?-----END CERTIFICATE-----\r?\n/g)
    assert.equal(blocks.at(-1)?.replaceAll('\r', ''), read('root.pem'))
    write(`${name}.pem`, certificate)
    write(`${name}-between.pem`, blocks.slice(0, -1).join(''))
    write(`${name}-chain.pem`, certificate + certificate_chain)
  }

  const trust = (name: string) => `-CAfile root.pem -untrusted ${name}-between.pem ${name}.pem`
  const host = '-verify_hostname leaf.example.test'

  for (const algorithm of keyAlgorithms) {
    test(`${algorithm}: what it and a CA below it issue is accepted by openssl verify -x509_strict`, async () => {
      makeOutside(algorithm)
      const id = await imported(algorithm, authorityExtensions(2))
      await issueInto('leaf', id)
      succeed(`openssl verify -x509_strict -purpose sslserver ${host} ${trust('leaf')}`)
      const { ca_id: below } = await call('POST', authorities, { ...subordinateBody(id), path_length: 1 })
      await issueInto('deep', below)
      succeed(`openssl verify -x509_strict -purpose sslserver ${host} ${trust('deep')}`)
    })

    test(`${algorithm}: and by certtool --verify`, skipWithout('certtool'), () => {
      for (const name of ['leaf', 'deep']) {
        const asked = `--verify-hostname leaf.example.test --infile ${name}-chain.pem`
        succeed(`certtool --verify --load-ca-certificate root.pem ${asked}`)
      }
    })
  }

  test('a CA without key identifier issues what openssl verify accepts', async () => {
    const id = await imported('EC256', authorityExtensions(0, false))
    assert.doesNotMatch(succeed('openssl x509 -in ours.pem -noout -text'), /Subject Key Id/)
    await issueInto('leaf', id)
    succeed(`openssl verify -purpose sslserver ${trust('leaf')}`)
  })

  test('below a CA for servers only: what we issue is accepted, what we refuse would not be', async () => {
    const id = await imported('EC256', `${authorityExtensions(0)}\nextendedKeyUsage = serverAuth`)
    await issueInto('leaf', id)
    succeed(`openssl verify -x509_strict -purpose sslserver ${trust('leaf')}`)
    const refused = await server.api('POST', certificates, {
      ...issueBody(id),
      extended_key_usage: { client_auth: true },
    })
    assert.equal(`${refused.status} ${refused.code}`, '400 PCA.00020001')
    const { status } = run(`openssl verify -purpose sslclient ${trust('leaf')}`)
    assert.equal(status, 2)
  })
})
