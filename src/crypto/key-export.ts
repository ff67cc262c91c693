import { openPrivateKey } from './signing-keys.ts'

/**
 * PEM with `\n`: `RSA PRIVATE KEY` (PKCS#1) or `EC PRIVATE KEY` (SEC1), or with a password `ENCRYPTED PRIVATE KEY`
 * (PKCS#8, PBES2 with AES-256; RFC 8018) (api-answers A43).
 */
export function exportPrivateKeyPem(privateKeyInfoDer: Uint8Array, password?: string): string {
  const key = openPrivateKey(privateKeyInfoDer)
  if (password !== undefined) {
    return key
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password })
      .toString()
  }
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1'
  return key.export({ type, format: 'pem' }).toString()
}
