import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startServer } from '../api/running-server.ts'
import { judgesFolder } from './judges-folder.ts'
import { type Judge, skipWithout } from './programs.ts'

const server = await startServer()
after(() => server.close())
const { write, run } = judgesFolder()

const made = async (algorithm: string): Promise<{ csr: string; key: string }> => {
  const { body } = await server.api('POST', '/v3/scm/csr', {
    name: 'judged',
    domain_name: 'www.example.test',
    sans: '*.example.test;192.0.2.1;2001:db8::1',
    private_key_algo: algorithm,
    usage: 'ENTERPRISE',
    company_country: 'CN',
    company_province: 'Sichuan',
    company_city: '成都',
    company_name: 'Example',
  })
  const { csr } = (await server.api('GET', `/v3/scm/csr/${body.id}`)).body
  const { private_key: key } = (await server.api('GET', `/v3/scm/csr/${body.id}/private-key`)).body
  return { csr, key }
}

const judged = async (...command: readonly [Judge, ...string[]]): Promise<string> => {
  const { isRight, output } = await run(...command)
  assert.ok(isRight, output)
  return output
}

for (const algorithm of ['EC_P256', 'EC_P384', 'RSA_2048']) {
  test(
    `openssl verifies a CSR of ${algorithm}, and its key is that of the CSR`,
    skipWithout('openssl'),
    async () => {
      const { csr, key } = await made(algorithm)
      write('openssl.csr', csr)
      write('openssl.key', key)
      const look = ['req', '-in', 'openssl.csr', '-noout'] as const
      const text = await judged('openssl', ...look, '-verify', '-text', '-nameopt', 'utf8')
      assert.match(text, /verify OK/i)
      assert.match(
        text,
        /DNS:www\.example\.test, DNS:\*\.example\.test, IP Address:192\.0\.2\.1, IP Address:2001/,
      )
      assert.match(text, /L ?= ?成都/)
      const ofKey = await judged('openssl', 'pkey', '-in', 'openssl.key', '-pubout')
      assert.equal(ofKey, await judged('openssl', ...look, '-pubkey'))
    },
  )

  test(`certtool verifies a CSR of ${algorithm}`, skipWithout('certtool'), async () => {
    write('certtool.csr', (await made(algorithm)).csr)
    const text = await judged('certtool', '--crq-info', '--infile', 'certtool.csr')
    assert.match(text, /Self signature: verified/)
    assert.match(text, /DNSname: \*\.example\.test/)
  })
}
