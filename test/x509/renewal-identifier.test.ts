import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodePem } from '../../src/x509/pem.ts'
import { renewalIdentifier } from '../../src/x509/renewal-identifier.ts'
import { craftedCertificate } from './crafted.ts'

/** RFC 9773, Appendix A. */
const sample = `-----BEGIN CERTIFICATE-----
MIIBQzCB66ADAgECAgUAh2VDITAKBggqhkjOPQQDAjAVMRMwEQYDVQQDEwpFeGFt
cGxlIENBMCIYDzAwMDEwMTAxMDAwMDAwWhgPMDAwMTAxMDEwMDAwMDBaMBYxFDAS
BgNVBAMTC2V4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEeBZu
7cbpAYNXZLbbh8rNIzuOoqOOtmxA1v7cRm//AwyMwWxyHz4zfwmBhcSrf47NUAFf
qzLQ2PPQxdTXREYEnKMjMCEwHwYDVR0jBBgwFoAUaYhba4dGQEHhs3uEe6CuLN4B
yNQwCgYIKoZIzj0EAwIDRwAwRAIge09+S5TZAlw5tgtiVvuERV6cT4mfutXIlwTb
+FYN/8oCIClDsqBklhB9KAelFiYt9+6FDj3z4KGVelYM5MdsO3pK
-----END CERTIFICATE-----
`

describe('what an authority knows a certificate by', () => {
  test('is as the RFC has it, the leading zero of the serial number in it', () => {
    const [block] = decodePem(sample)
    assert.ok(block)
    assert.equal(renewalIdentifier(block.der), 'aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE')
  })

  test('is nothing where the certificate names no key that signed it', () => {
    assert.equal(renewalIdentifier(craftedCertificate()), null)
  })
})
