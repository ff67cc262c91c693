import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { refused } from '../api/pca-v1/support.ts'
import { startServer } from '../api/running-server.ts'
import { exported, hosted, importCertificate, show } from '../api/scm-v3/support.ts'
import { judgesFolder } from './judges-folder.ts'
import { type Judge, shortLived, skipWithout } from './programs.ts'

/** Certificates that other programs made: imported, shown as those programs read them, and given out as they came. */
const server = await startServer()
after(() => server.close())
const { api } = server
const folder = judgesFolder()

const text = (name: string) => folder.read(name).toString()

/** Words by spaces; a word of several stands in `more`. */
const program =
  (judge: Judge) =>
  async (words: string, ...more: string[]): Promise<string> => {
    const ways = judge === 'keytool' ? shortLived : []
    const { isRight, output } = await folder.run(judge, ...ways, ...words.split(' '), ...more)
    assert.ok(isRight, output)
    return output
  }
const openssl = program('openssl')
const certtool = program('certtool')
const keytool = program('keytool')

/** The PEM blocks alone, in the lines that everybody writes; an SM2 key without the parameters before it. */
const blocks = (pem: string) =>
  (pem.match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----\n?/g) ?? [])
    .filter((block) => !block.includes('PARAMETERS'))
    .join('')

/** Imports it; what is given out must be what came, in every field that was sent. */
async function comesBack(pem: Record<string, string>): Promise<string> {
  const id = await importCertificate(api, { name: 'judged', ...pem })
  const given = await exported(api, id)
  for (const [field, sent] of Object.entries(pem)) assert.equal(given[field], blocks(sent), field)
  return id
}

const refuses = async (pem: object, code: string, names: string) =>
  refused(await api('POST', `${hosted}/import`, { name: 'judged', ...pem }), 400, code, names)

suite('made by OpenSSL', skipWithout('openssl'), () => {
  const sm2Request = ' -sm3 -sigopt distid:1234567812345678'
  const kinds = {
    RSA: ['-algorithm RSA -pkeyopt rsa_keygen_bits:2048', 'SHA256withRSA'],
    'RSA-PSS': ['-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048', 'SHA256withRSAandMGF1'],
    EC: ['-algorithm EC -pkeyopt ec_paramgen_curve:P-384', 'SHA256withECDSA'],
    Ed25519: ['-algorithm ED25519', 'Ed25519'],
    Ed448: ['-algorithm ED448', 'Ed448'],
    SM2: ['-algorithm EC -pkeyopt ec_paramgen_curve:SM2', 'SM3withSM2'],
  } as const

  /** A root, a CA and a certificate below it, all of one kind of key. */
  async function makeChain(kind: keyof typeof kinds): Promise<string[]> {
    folder.write('ca.ext', 'basicConstraints=critical,CA:TRUE\n')
    folder.write('leaf.ext', `subjectAltName=DNS:${kind.toLowerCase()}.example.test,IP:192.0.2.1\n`)
    const [forRequest, forSigning] =
      kind === 'SM2' ? [sm2Request, `${sm2Request} -vfyopt distid:1234567812345678`] : ['', '']
    let signer = '-signkey root.key'
    for (const name of ['root', 'ca', 'leaf']) {
      await openssl(`genpkey ${kinds[kind][0]} -out ${name}.key`)
      await openssl(`req -new -key ${name}.key -subj /CN=${kind}-${name} -out ${name}.csr${forRequest}`)
      const extensions = name === 'leaf' ? 'leaf.ext' : 'ca.ext'
      await openssl(
        `x509 -req -in ${name}.csr -days 90 -extfile ${extensions} ${signer} -out ${name}.pem${forSigning}`,
      )
      signer = `-CA ${name}.pem -CAkey ${name}.key -CAcreateserial`
    }
    return ['root.pem', 'ca.pem', 'leaf.pem', 'leaf.key', 'ca.key'].map(text)
  }

  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    test(`${kind}, with its chain`, async () => {
      const [root = '', ca = '', certificate = '', private_key = '', otherKey = ''] = await makeChain(kind)
      const id = await comesBack({ certificate, certificate_chain: ca + root, private_key })
      const another = { certificate: root + certificate, certificate_chain: ca, private_key }
      const reordered = await importCertificate(api, { name: 'judged', ...another })
      assert.equal((await exported(api, reordered)).certificate_chain, ca + root)
      const shown = await show(api, id)
      const told = await openssl('x509 -in leaf.pem -noout -fingerprint -sha1 -enddate -dateopt iso_8601')
      assert.ok(told.replaceAll(':', '').toLowerCase().includes(`fingerprint=${shown.fingerprint}`), told)
      assert.ok(told.includes(shown.not_after.slice(0, 19)), told)
      assert.equal(shown.domain, `${kind}-leaf`)
      assert.equal(shown.sans, `${kind.toLowerCase()}.example.test;192.0.2.1`)
      assert.equal(shown.signature_algorithm, kinds[kind][1])
      await refuses({ certificate, private_key: otherKey }, 'SCM.0014', 'private_key')
    })
  }

  test('SM2, both of a pair, each key matched to its own, with the parameters before it', async () => {
    for (const name of ['sign', 'encipher']) {
      await openssl(`ecparam -genkey -name SM2 -out ${name}.key`)
      await openssl(`req -x509 -new -key ${name}.key -subj /CN=${name}.test -out ${name}.pem${sm2Request}`)
    }
    const [certificate, private_key, enc_certificate, enc_private_key] = [
      'sign.pem',
      'sign.key',
      'encipher.pem',
      'encipher.key',
    ].map(text) as [string, string, string, string]
    assert.match(private_key, /BEGIN SM2 PARAMETERS/)
    await comesBack({ certificate, private_key, enc_certificate, enc_private_key })
    const swapped = { private_key: enc_private_key, enc_private_key: private_key }
    await refuses({ certificate, enc_certificate, ...swapped }, 'SCM.0014', 'private_key')
    const twice = { private_key, enc_private_key: private_key }
    await refuses({ certificate, enc_certificate, ...twice }, 'SCM.0014', 'enc_private_key')
  })

  test('PKCS #12 taken apart, with attributes around the blocks', async () => {
    const [, ca = '', leaf = '', key = ''] = await makeChain('EC')
    await openssl('pkcs12 -export -in leaf.pem -inkey leaf.key -certfile ca.pem -out a.p12 -passout pass:x')
    const certificate = await openssl('pkcs12 -in a.p12 -nokeys -passin pass:x')
    const private_key = await openssl('pkcs12 -in a.p12 -nocerts -nodes -passin pass:x')
    assert.match(certificate, /Bag Attributes/)
    assert.match(private_key, /Bag Attributes/)
    const given = await exported(
      api,
      await importCertificate(api, { name: 'judged', certificate, private_key }),
    )
    assert.deepEqual([given.entire_certificate, given.private_key], [leaf + ca, key])
  })

  test('encrypted keys, in both forms', async () => {
    const [, , certificate = '', key = ''] = await makeChain('RSA')
    for (const form of ['', ' -traditional']) {
      await openssl(`pkey -in leaf.key -aes128 -passout pass:x -out encrypted.key${form}`)
      const private_key = text('encrypted.key')
      assert.match(private_key, /ENCRYPTED/)
      await refuses({ certificate, private_key }, 'SCM.0012', 'private_key')
    }
    await comesBack({ certificate, private_key: key })
  })
})

suite('made by GnuTLS', skipWithout('certtool'), () => {
  for (const kind of ['rsa --bits=2048', 'ecdsa', 'ed25519', 'rsa-pss --bits=2048']) {
    test(kind, async () => {
      const names = 'cn = "gnutls"\ndns_name = "a.example.test"\nip_address = "2001:db8::1"\n'
      folder.write('gnutls.cfg', `${names}expiration_days = 90\ntls_www_server\n`)
      await certtool(`--generate-privkey --no-text --key-type=${kind} --outfile gnutls.key`)
      await certtool(
        '--generate-self-signed --load-privkey gnutls.key --template gnutls.cfg --outfile gnutls.pem',
      )
      const id = await comesBack({ certificate: text('gnutls.pem'), private_key: text('gnutls.key') })
      const { domain, sans } = await show(api, id)
      assert.deepEqual([domain, sans], ['gnutls', 'a.example.test;2001:db8::1'])
    })
  }
})

suite('made by Java', skipWithout('keytool', 'openssl'), () => {
  for (const [place, kind] of [
    'RSA -keysize 2048',
    'EC -groupname secp384r1',
    'Ed25519',
    'RSASSA-PSS -keysize 2048',
  ].entries()) {
    test(kind, async () => {
      const store = `-alias a -keystore ${place}.p12 -storetype PKCS12 -storepass changeit`
      await keytool(
        `-genkeypair -keyalg ${kind} -ext san=dns:java.example.test -validity 90 ${store} -dname`,
        'CN=java.example.test, O=Ünï',
      )
      const certificate = (await keytool(`-exportcert -rfc ${store}`)).replaceAll('\r', '')
      const private_key = await openssl(`pkcs12 -in ${place}.p12 -nocerts -nodes -passin pass:changeit`)
      await comesBack({ certificate, private_key })
    })
  }
})
