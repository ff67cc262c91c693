import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { ok, refused } from '../api/pca-v1/support.ts'
import { startServer } from '../api/running-server.ts'
import { exported, hosted } from '../api/scm-v3/support.ts'
import { judgesFolder } from './judges-folder.ts'
import { type Judge, skipWithout } from './programs.ts'

/** Key stores that other programs wrote: what is imported is what they put in. */
const server = await startServer({ 'rsa-pool-size': '0' })
after(() => server.close())
const { api } = server
const folder = judgesFolder()
const text = (name: string) => folder.read(name).toString()

const program =
  (judge: Judge) =>
  async (words: string, ...more: string[]): Promise<string> => {
    const { isRight, output } = await folder.run(judge, ...words.split(' '), ...more)
    assert.ok(isRight, output)
    return output
  }
const openssl = program('openssl')
const certtool = program('certtool')
const keytool = program('keytool')

const bodyOf = (file: string, more: object) => ({ content: folder.read(file).toString('base64'), ...more })

async function imported(file: string, more: object) {
  const body = { name: 'judged', ...bodyOf(file, more) }
  const { certificate_id } = ok(await api('POST', `${hosted}/import-key-store`, body))
  return await exported(api, certificate_id)
}

const refuses = async (file: string, more: object, names: string) =>
  refused(await api('POST', `${hosted}/read-key-store`, bodyOf(file, more)), 400, 'SCM.0005', names)

const kinds = {
  rsa: '-algorithm RSA -pkeyopt rsa_keygen_bits:2048',
  p256: '-algorithm EC -pkeyopt ec_paramgen_curve:P-256',
  p384: '-algorithm EC -pkeyopt ec_paramgen_curve:P-384',
} as const
type Kind = keyof typeof kinds

/** A root, a CA below it, and a certificate, in files of that name. */
async function makeChain(kind: Kind): Promise<void> {
  folder.write('ca.ext', 'basicConstraints=critical,CA:TRUE\n')
  folder.write('leaf.ext', 'subjectAltName=DNS:judged.example.test\n')
  let signer = '-signkey root.key'
  for (const name of ['root', 'ca', 'leaf']) {
    await openssl(`genpkey ${kinds[kind]} -out ${name}.key`)
    await openssl(`req -new -key ${name}.key -subj /CN=judged-${name} -out ${name}.csr`)
    const extensions = name === 'leaf' ? 'leaf.ext' : 'ca.ext'
    await openssl(`x509 -req -in ${name}.csr -days 90 -extfile ${extensions} ${signer} -out ${name}.pem`)
    signer = `-CA ${name}.pem -CAkey ${name}.key -CAcreateserial`
  }
  folder.write('above.pem', text('root.pem') + text('ca.pem'))
}

function assertIsLeaf(given: Awaited<ReturnType<typeof imported>>): void {
  assert.equal(given.certificate, text('leaf.pem'))
  assert.equal(given.certificate_chain, text('ca.pem') + text('root.pem'))
  assert.equal(given.private_key, text('leaf.key'))
}

suite('written by OpenSSL', skipWithout('openssl'), () => {
  const forms: Readonly<Record<string, string>> = {
    'as it does': '',
    'as it did': ' -legacy',
    'with RC2 of 128 bits': ' -legacy -certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC2-40',
    'in the clear': ' -certpbe NONE -keypbe NONE',
    'without a MAC': ' -nomac',
    'with AES-128 and AES-192': ' -certpbe AES-128-CBC -keypbe AES-192-CBC',
    'with 3DES in PBES2': ' -certpbe DES-EDE3-CBC -keypbe DES-EDE3-CBC',
    ...Object.fromEntries(
      ['sha1', 'sha224', 'sha384', 'sha512', 'sha512-224', 'sha512-256'].map((hash) => [
        `with a MAC of ${hash}`,
        ` -macalg ${hash}`,
      ]),
    ),
    'with as many iterations as GnuTLS': ' -iter 600000',
  }
  for (const [place, [what, flags]] of Object.entries(forms).entries()) {
    const kind = Object.keys(kinds)[place % 3] as Kind
    const password = ['secret', '证书密码', 'пароль-ключ', '𠮷 "q" $x'][place % 4] ?? ''
    test(`${what}: ${kind} under ${password}`, async () => {
      await makeChain(kind)
      await openssl(
        `pkcs12 -export -in leaf.pem -inkey leaf.key -certfile above.pem -out a.p12${flags} -passout`,
        `pass:${password}`,
      )
      assertIsLeaf(await imported('a.p12', { password }))
      if (!flags.includes('NONE'))
        await refuses(
          'a.p12',
          { password: `${password}.` },
          flags.includes('nomac') ? 'key_password' : 'password',
        )
    })
  }

  test('an empty password', async () => {
    await makeChain('p256')
    await openssl('pkcs12 -export -in leaf.pem -inkey leaf.key -certfile above.pem -out a.p12 -passout pass:')
    assertIsLeaf(await imported('a.p12', {}))
  })
})

suite('written by GnuTLS', skipWithout('certtool', 'openssl'), () => {
  for (const [kind, password, cipher] of [
    ['rsa', 'secret', '3des-pkcs12'],
    ['p384', '证书密码', 'aes-256'],
    ['p256', 'secret', 'rc2-40'],
  ] as const) {
    test(`${kind}, ${cipher}`, async () => {
      await makeChain(kind)
      folder.write('all.pem', text('leaf.pem') + text('above.pem'))
      await certtool(
        `--to-p12 --load-privkey leaf.key --load-certificate all.pem --p12-name a --outder --outfile a.p12 --pkcs-cipher ${cipher} --password`,
        password,
      )
      const { certificate, certificate_chain } = await imported('a.p12', { password })
      assert.equal(certificate, text('leaf.pem'))
      assert.equal(certificate_chain, text('ca.pem') + text('root.pem'))
      await refuses('a.p12', { password: 'another' }, 'password')
    })
  }
})

suite('written by Java', skipWithout('keytool', 'openssl'), () => {
  /** Without a password for the key, keytool asks for one. */
  const inStore = (type: string, keyPassword = 'changeit') =>
    `-keystore a.${type} -storetype ${type} -storepass changeit -keypass ${keyPassword} -dname CN=java.example.test -validity 90`

  for (const type of ['JKS', 'PKCS12']) {
    for (const kind of ['RSA -keysize 2048', 'EC -groupname secp256r1', 'EC -groupname secp384r1']) {
      test(`${type}, ${kind}`, async () => {
        const name = `${type}-${kind.replaceAll(/\W/g, '')}`
        await keytool(`-genkeypair -alias a -keyalg ${kind} ${inStore(type)}`.replace('a.', `${name}.`))
        const file = `${name}.${type}`
        const expected = await keytool(
          `-exportcert -rfc -alias a -keystore ${file} -storetype ${type} -storepass changeit`,
        )
        const given = await imported(file, { password: 'changeit' })
        // it warns of the form beside the certificate
        assert.ok(expected.replaceAll('\r', '').includes(given.certificate), expected)
        folder.write('given.key', given.private_key)
        folder.write('given.pem', given.certificate)
        const halves = ['pkey -in given.key -pubout', 'x509 -in given.pem -noout -pubkey']
        const [ofKey, ofCertificate] = [await openssl(halves[0] ?? ''), await openssl(halves[1] ?? '')]
        assert.equal(ofKey, ofCertificate)
        await refuses(file, { password: 'changeit.' }, 'password')
      })
    }
  }

  test('JKS, two keys, one under a password of its own', async () => {
    const store = (keyPassword?: string) => inStore('JKS', keyPassword).replace('a.JKS', 'two.JKS')
    await keytool(`-genkeypair -alias one -keyalg EC ${store()}`)
    await keytool(`-genkeypair -alias two -keyalg EC ${store('own-password')}`)
    const aliases = ok(
      await api(
        'POST',
        `${hosted}/read-key-store`,
        bodyOf('two.JKS', { password: 'changeit', alias: 'one' }),
      ),
    ).aliases
    assert.deepEqual(aliases.sort(), ['one', 'two'])
    await imported('two.JKS', { password: 'changeit', alias: 'one' })
    await imported('two.JKS', { password: 'changeit', alias: 'two', key_password: 'own-password' })
    await refuses('two.JKS', { password: 'changeit', alias: 'two' }, 'key_password')
    await refuses('two.JKS', { password: 'changeit', alias: 'three' }, 'alias')
  })

  test('JCEKS is refused, with what to do', async () => {
    await keytool(`-genkeypair -alias a -keyalg EC ${inStore('JCEKS')}`)
    const answer = await api('POST', `${hosted}/read-key-store`, bodyOf('a.JCEKS', { password: 'changeit' }))
    refused(answer, 400, 'SCM.0031', 'content')
    assert.match(answer.message ?? '', /JCEKS/)
    await keytool(
      '-importkeystore -noprompt -srckeystore a.JCEKS -srcstoretype JCEKS -srcstorepass changeit -destkeystore moved.p12 -deststoretype PKCS12 -deststorepass changeit',
    )
    await imported('moved.p12', { password: 'changeit' })
  })
})
