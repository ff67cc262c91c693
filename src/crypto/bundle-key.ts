import { X509Certificate } from 'node:crypto'
import { DomainError } from '../domain/model/errors.ts'
import type { KeyBundle } from '../domain/ports/key-exporter.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { privateKeyForm } from '../x509/private-key-form.ts'
import { openAnyPrivateKey } from './signing-keys.ts'

/**
 * Lends the key of a bundle to `use`, as PKCS#8 whatever form it was sealed in, and wipes it afterwards. First it makes sure that every certificate can be
 * read and the key is the leaf's: programs load a bundle that does not fit together, and fail at their first client.
 */
export function lendBundleKey<Result>(
  vault: Vault,
  { key, certificateDer, chainDers }: Omit<KeyBundle, 'password'>,
  use: (privateKeyInfoDer: Uint8Array) => Result,
): Result {
  const [certificate] = [certificateDer, ...chainDers].map(readCertificate)
  const secret = vault.unseal(key)
  let privateKeyInfoDer = secret
  try {
    const opened = openAnyPrivateKey(secret)
    if (!certificate?.checkPrivateKey(opened)) {
      throw new DomainError('key-processing-failed', { reason: 'the key is not that of the certificate' })
    }
    if (privateKeyForm(secret) !== 'PKCS8')
      privateKeyInfoDer = opened.export({ type: 'pkcs8', format: 'der' })
    return use(privateKeyInfoDer)
  } finally {
    secret.fill(0)
    privateKeyInfoDer.fill(0)
  }
}

function readCertificate(der: Uint8Array): X509Certificate {
  const unreadable = { reason: 'a certificate can not be read' }
  let certificate: X509Certificate
  try {
    certificate = new X509Certificate(der)
  } catch (cause) {
    throw new DomainError('certificate-processing-failed', unreadable, { cause })
  }
  // the runtime reads PEM as well, and what has more behind it
  if (!certificate.raw.equals(der)) throw new DomainError('certificate-processing-failed', unreadable)
  return certificate
}

/**
 * Refuses a password that bundles can't be opened with: an empty one, which programs take for none; a NUL, where they
 * end it; a lone surrogate, which UTF-8 has no octets for.
 */
export function checkBundlePassword(password: string): void {
  if (password !== '' && password.isWellFormed() && !password.includes('\0')) return
  throw new DomainError('parameter-invalid', {
    parameter: 'password',
    reason: 'must be at least one character, without nul and lone surrogates',
  })
}
