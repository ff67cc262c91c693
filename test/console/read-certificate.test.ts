import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { after, suite, test } from 'node:test'
import { readCertificates, readFirst } from '../../console/pki/read-certificate.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { edKeys, make } from '../api/scm-v3/certificates.ts'

const server = await startServer()
after(() => server.close())
const { api } = server

suite('a certificate as the console shows it', () => {
  test('says what Node says of it', async () => {
    await api('POST', `${authorities}/agencies`)
    const { body: buckets } = await api('GET', `${authorities}/obs/buckets`)
    const crl_configuration = {
      enabled: true,
      obs_bucket_name: buckets.obs_buckets[0].bucket_name,
      valid_days: 7,
    }
    const { body: root } = await api('POST', authorities, { ...rootBody('Shown Root'), crl_configuration })
    await api('POST', `${authorities}/${root.ca_id}/ocsp/switch`, { ocsp_switch: true })
    const { body: issued } = await api('POST', certificates, {
      ...issueBody(root.ca_id, 'shown.test'),
      subject_alternative_names: [
        { type: 'DNS', value: 'shown.test' },
        { type: 'IP', value: '10.0.0.1' },
      ],
      extended_key_usage: { server_auth: true, client_auth: true },
    })
    const { body: exported } = await api('POST', `${certificates}/${issued.certificate_id}/export`, {
      type: 'OTHER',
      is_compressed: false,
    })
    const [read, ...others] = readCertificates(exported.certificate + exported.certificate_chain)
    const judged = new X509Certificate(exported.certificate)
    assert.ok(read)
    assert.equal(others.length, 1)
    assert.equal(BigInt(read.serialNumber), BigInt(`0x${judged.serialNumber}`))
    assert.equal(read.subject.commonName, 'shown.test')
    assert.equal(read.issuer.commonName, 'Shown Root')
    assert.equal(read.notAfter, judged.validToDate.getTime())
    assert.equal(read.publicKey, 'EC P-256')
    const linesOf = (type: string) => read.extensions.find((one) => one.type === type)?.lines
    assert.deepEqual(linesOf('subjectAlternativeName'), ['DNS: shown.test', 'IP: 10.0.0.1'])
    assert.deepEqual(linesOf('extendedKeyUsage'), ['serverAuth', 'clientAuth'])
    assert.deepEqual(linesOf('basicConstraints'), ['CA: false'])
    const points = linesOf('distributionPoints') ?? []
    assert.match(points[0] ?? '', /^http:\/\/127\.0\.0\.1:\d+\/crl\/.*\.crl$/)
    const addresses = linesOf('authorityInformationAccess') ?? []
    for (const line of addresses) {
      const name = line.startsWith('OCSP') ? 'OCSP' : 'CA Issuers'
      const url = line.slice(line.indexOf(' ') + 1)
      assert.ok(judged.infoAccess?.includes(`${name} - URI:${url}`), line)
    }
    assert.equal(addresses.length, 2)
  })

  test('of a kind that we issue none of is read all the same', () => {
    const read = readFirst(make({ keys: edKeys(), subject: 'ed.test' }).pem)
    assert.deepEqual([read?.publicKey, read?.signature], ['1.3.101.112', 'Ed25519'])
  })

  test('that is none is undefined', () => {
    assert.equal(readFirst('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'), undefined)
    assert.equal(readFirst('nothing'), undefined)
  })
})
