import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { startServer } from '../running-server.ts'
import { authorities, pendingBody } from '../samples.ts'
import {
  type Content,
  certify,
  nameConstraints,
  type OutsideAuthority,
  outsideBelow,
  outsideRoot,
  subtrees,
  withoutKeyCertSign,
} from './outside.ts'
import { type Refusal, refusals } from './refusals.ts'
import { commonName, pem } from './requests.ts'
import { createAuthority, done, ok, showAuthority, shown } from './support.ts'

const server = await startServer({ 'ca-quota': '100' })
after(() => server.close())
const { api } = server
const id = await createAuthority(server, pendingBody('Waiting'))
const requestOf = async (authority: string): Promise<string> =>
  ok(await api('GET', `${authorities}/${authority}/csr`)).csr
const csr = await requestOf(id)
const before = await showAuthority(server, id)
const bring = (certificate: string, certificate_chain: unknown, authority = id) =>
  api('POST', `${authorities}/${authority}/import`, { certificate, certificate_chain })

const root = await outsideRoot()
const one = await outsideBelow(root, { subject: 'CN=One' })
const two = await outsideBelow(one, { subject: 'CN=Two' })
const good = await certify(two, csr)
const whole = two.chain.join('')

/** The certificate below a middle CA that is made like this. */
async function below(content: Content, above: OutsideAuthority = root): Promise<[string, string]> {
  const middle = await outsideBelow(above, { subject: 'CN=Odd', ...content })
  return [await certify(middle, csr), middle.chain.join('')]
}
async function deep(count: number, request = csr): Promise<[string, string]> {
  let at = root
  for (let level = 1; level < count; level++) at = await outsideBelow(at, { subject: `CN=Level ${level}` })
  return [await certify(at, request), at.chain.join('')]
}
const broken = (text: string) => {
  const der = Buffer.from(new X509Certificate(text).raw)
  der[der.length - 1] = (der.at(-1) ?? 0) ^ 1
  return pem('CERTIFICATE', der)
}
const past = new Date(server.clock.now() - 1000)
const shortRoot = await outsideRoot({ subject: 'CN=Short', pathLength: 1 })
const shortOne = await outsideBelow(shortRoot, { subject: 'CN=Short One' })
const expiredRoot = await outsideRoot({ subject: 'CN=Old Root', notAfter: past })

const row =
  (code: string, names: string) =>
  ([what, [certificate, chain]]: [string, readonly [string, unknown]]): Refusal => ({
    what: `${what} (${shown(chain)})`,
    send: () => bring(certificate, chain),
    code,
    names,
  })

const badChains: Record<string, readonly [string, unknown]> = {
  ...Object.fromEntries(
    [5, true, {}, [whole], 'hello', `junk\n${whole}`, `${whole}junk`, csr, two.pem.slice(0, -40)].map(
      (value): [string, [string, unknown]] => [`no chain ${shown(value)}`, [good, value]],
    ),
  ),
  'without the root': [good, two.pem + one.pem],
  'with a gap': [good, two.pem + root.pem],
  'root before its child': [good, two.pem + root.pem + one.pem],
  'the root twice with another between': [good, `${whole}${one.pem}`],
  'a bad signature in the middle': [good, two.pem + broken(one.pem) + root.pem],
  'a bad signature of the root': [good, two.pem + one.pem + broken(root.pem)],
  'a request among certificates': [good, `${two.pem}${csr}`],
  'no CA in the middle': await below({ isAuthority: false }),
  'one in the middle without keyCertSign': await below({ usages: withoutKeyCertSign }),
  'one in the middle expired': await below({ notAfter: past }),
  'an expired root': await below({}, expiredRoot),
  'path length 0 just above': await below({ pathLength: 0 }),
  // the CA would be the second below a root that allows one
  'path length 1 two above': [await certify(shortOne, csr), shortOne.chain.join('')],
  '11 long': await deep(11),
  'over 2 MiB': [good, whole + ' '.repeat(2_097_153 - whole.length)],
}

const constrained = (permitted: string) => ({
  extensions: [nameConstraints([subtrees.directory(commonName(permitted))])],
})

refusals('import: the chain', api, [
  ...Object.entries(badChains).map(row('PCA.00020403', 'certificate_chain')),
  ...Object.entries({
    "a name outside the chain's constraints": await below(constrained('Somebody Else')),
  }).map(row('PCA.00020402', 'certificate')),
])

suite('a chain at the edge', () => {
  const fresh = async () => {
    const authority = await createAuthority(server, pendingBody('Edge'))
    return { authority, request: await requestOf(authority) }
  }

  test('10 long', async () => {
    const { authority, request } = await fresh()
    done(await bring(...(await deep(10, request)), authority))
  })

  test('path lengths that just suffice', async () => {
    const { authority, request } = await fresh()
    const top = await outsideRoot({ subject: 'CN=Top', pathLength: 2 })
    const mid = await outsideBelow(top, { subject: 'CN=Mid', pathLength: 1 })
    done(await bring(await certify(mid, request), mid.chain.join(''), authority))
  })

  test('exactly 2 MiB, most of it blank', async () => {
    const { authority, request } = await fresh()
    const padded = whole + ' '.repeat(2_097_152 - whole.length)
    done(await bring(await certify(two, request), padded, authority))
  })

  test('lines that end in \\r\\n, and no newline at the end', async () => {
    const { authority, request } = await fresh()
    const certificate = await certify(two, request)
    const text = whole.replaceAll('\n', '\r\n').trimEnd()
    done(await bring(certificate.replaceAll('\n', '\r\n').trimEnd(), text, authority))
  })

  test('a body over 3 MiB is not read: 413', async () => {
    const answer = await bring(good, 'x'.repeat(3 * 1024 * 1024))
    assert.equal(`${answer.status} ${answer.code}`, '413 APIG.0201')
  })
})

test('the CA waits as before, and takes the good certificate', async () => {
  assert.deepEqual(await showAuthority(server, id), before)
  done(await bring(good, whole))
})
