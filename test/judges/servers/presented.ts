import { execFile } from 'node:child_process'

/** SHA-256 of the certificate that a server on loopback presents for a name, by openssl; null where it presents none. */
export function presentedBy(port: number, name: string): Promise<string | null> {
  const script =
    'openssl s_client -connect "127.0.0.1:$1" -servername "$2" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256'
  return new Promise((resolve) => {
    execFile('sh', ['-c', script, 'sh', String(port), name], (error, stdout) => {
      const [, hex = ''] = /Fingerprint=([0-9A-F:]+)/i.exec(stdout) ?? []
      resolve(error ? null : hex.replaceAll(':', '').toLowerCase())
    })
  })
}
