import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { encodePem } from '../../src/x509/pem.ts'
import {
  createRoot,
  createSubordinate,
  done,
  exportBody,
  issue,
  ok,
  showAuthority,
  showCertificate,
} from '../api/pca-v1/support.ts'
import {
  awaitList,
  enableList,
  type Fetched,
  revokeAuthority,
  revokeCertificate,
  startWithAgency,
} from '../api/revocation/lists.ts'
import { authorities, certificates } from '../api/samples.ts'
import { judgesFolder } from './judges-folder.ts'
import { skipWithout } from './programs.ts'

const server = await startWithAgency({ 'rsa-pool-size': '1' })
after(() => server.close())
const { api } = server
const { write, run } = judgesFolder()

const hexOf = (serial: string) => BigInt(serial).toString(16)
const authorityPem = async (id: string): Promise<string> =>
  ok(await api('POST', `${authorities}/${id}/export`)).certificate
const certificatePem = async (id: string): Promise<string> =>
  ok(await api('POST', `${certificates}/${id}/export`, exportBody)).certificate

for (const [keyAlgorithm, signature] of [
  ['RSA2048', 'sha256WithRSAEncryption'],
  ['RSA4096', 'sha256WithRSAEncryption'],
  ['EC256', 'ecdsa-with-SHA256'],
  ['EC384', 'ecdsa-with-SHA384'],
]) {
  suite(`the list of a CA with ${keyAlgorithm}`, skipWithout('openssl', 'certtool'), () => {
    test('is what OpenSSL and GnuTLS read and verify', async () => {
      const id = await createRoot(server, { key_algorithm: keyAlgorithm })
      const certificate = await issue(server, id)
      const { serial_number: serial } = await showCertificate(server, certificate)
      await revokeCertificate(server, certificate, 'CESSATION_OF_OPERATION')
      const { der, number } = await awaitList(await enableList(server, id), 'the list')
      write('root.pem', await authorityPem(id))
      write('list.crl', der)
      write('list.pem', encodePem('X509 CRL', der))

      const named = [
        '-inform',
        'DER',
        '-in',
        'list.crl',
        '-CAfile',
        'root.pem',
        '-noout',
        '-text',
        '-crlnumber',
      ]
      const { output: openssl } = await run('openssl', 'crl', ...named)
      for (const words of [
        /^verify OK$/m,
        /Version 2 \(0x1\)/,
        new RegExp(`Signature Algorithm: ${signature}$`, 'm'),
        new RegExp(`^crlNumber=0x0*${number.toString(16)}$`, 'im'),
        new RegExp(`Serial Number: ${hexOf(serial)}$`, 'im'),
        /X509v3 CRL Reason Code: *\n +Cessation Of Operation/,
        /X509v3 Authority Key Identifier: *\n/,
      ]) {
        assert.match(openssl, words)
      }

      const { output: gnutls } = await run('certtool', '--crl-info', '--inder', '--infile', 'list.crl')
      assert.match(gnutls, /^\tRevoked certificates \(1\):$/m)
      assert.match(gnutls, new RegExp(`Serial Number \\(hex\\): 0*${hexOf(serial)}$`, 'm'))
      const verdict = await run(
        'certtool',
        '--verify-crl',
        '--load-ca-certificate',
        'root.pem',
        '--infile',
        'list.pem',
      )
      assert.match(verdict.output, /Verification output: Verified\./)
    })
  })
}

suite('openssl verify -crl_check_all', skipWithout('openssl'), () => {
  /** A root, a subordinate and a leaf, with the lists of both CAs. */
  async function scene(name: string) {
    const root = await createRoot(server, {}, `${name} Root`)
    const rootUrl = await enableList(server, root)
    const subordinate = await createSubordinate(server, root, {}, `${name} Subordinate`)
    const subordinateUrl = await enableList(server, subordinate)
    const leaf = await issue(server, subordinate)
    write('root.pem', await authorityPem(root))
    write('subordinate.pem', await authorityPem(subordinate))
    write('leaf.pem', await certificatePem(leaf))
    return { rootUrl, subordinate, subordinateUrl, leaf }
  }

  function verdict(...lists: readonly Fetched[]) {
    write('lists.pem', lists.map(({ der }) => encodePem('X509 CRL', der)).join(''))
    const trust = ['-CAfile', 'root.pem', '-untrusted', 'subordinate.pem', '-CRLfile', 'lists.pem']
    return run('openssl', 'verify', '-x509_strict', '-crl_check_all', ...trust, 'leaf.pem')
  }

  const fetched = (url: string) => awaitList(url, 'the list')

  test('accepts a leaf, refuses it while it is held, accepts it released, refuses it revoked', async () => {
    const { rootUrl, subordinateUrl, leaf } = await scene('Leaf')
    const { serial_number: serial } = await showCertificate(server, leaf)
    const above = await fetched(rootUrl)
    assert.ok((await verdict(above, await fetched(subordinateUrl))).isRight)

    const listed = (isListed: boolean, reason?: string) =>
      awaitList(subordinateUrl, `${isListed} ${reason}`, ({ reasons }) =>
        isListed ? reasons.get(serial) === reason : !reasons.has(serial),
      )
    await revokeCertificate(server, leaf, 'CERTIFICATE_HOLD')
    const held = await verdict(above, await listed(true, 'CERTIFICATE_HOLD'))
    assert.ok(!held.isRight)
    assert.match(held.output, /error 23 at 0 depth lookup: certificate revoked/)

    done(await api('POST', `${certificates}/${leaf}/release`))
    const released = await verdict(above, await listed(false))
    assert.ok(released.isRight, released.output)

    await revokeCertificate(server, leaf, 'KEY_COMPROMISE')
    const revoked = await verdict(above, await listed(true, 'KEY_COMPROMISE'))
    assert.match(revoked.output, /error 23 at 0 depth lookup: certificate revoked/)
  })

  test('refuses a leaf below a revoked CA', async () => {
    const { rootUrl, subordinate, subordinateUrl } = await scene('Revoked')
    const { serial_number: serial } = await showAuthority(server, subordinate)
    await revokeAuthority(server, subordinate, 'CERTIFICATE_AUTHORITY_COMPROMISE')
    const above = await awaitList(rootUrl, 'the CA', ({ reasons }) => reasons.has(serial))
    const { isRight, output } = await verdict(above, await fetched(subordinateUrl))
    assert.ok(!isRight)
    assert.match(output, /error 23 at 1 depth lookup: certificate revoked/)
  })

  test('fetches the list itself from where the certificate says it is', async () => {
    const { subordinateUrl, leaf } = await scene('Download')
    const { serial_number: serial } = await showCertificate(server, leaf)
    const trust = ['-CAfile', 'root.pem', '-untrusted', 'subordinate.pem']
    const verify = () => run('openssl', 'verify', '-crl_download', '-crl_check', ...trust, 'leaf.pem')
    const before = await verify()
    assert.ok(before.isRight, before.output)
    await revokeCertificate(server, leaf)
    await awaitList(subordinateUrl, 'the leaf', ({ reasons }) => reasons.has(serial))
    assert.match((await verify()).output, /certificate revoked/)
  })
})
