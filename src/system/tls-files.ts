import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'

/** A certificate with its key, both PEM, as a TLS server takes them. */
export interface TlsMaterial {
  readonly cert: string
  readonly key: string
}

/** What the API presents itself with. `renewed` yields new material when it is time, else nothing. */
export interface TlsIdentity {
  readonly material: TlsMaterial
  renewed(now: number): Promise<TlsMaterial | undefined>
}

/**
 * The administrator's own certificate, read again when either file changes. Files that don't fit together are
 * refused at the start; later the server keeps what it has until they fit.
 */
export async function tlsIdentityFromFiles(files: {
  certificate: string
  key: string
}): Promise<TlsIdentity> {
  let version = await versionOf(files)
  const material = await readMaterial(files)
  return {
    material,
    async renewed() {
      const present = await versionOf(files)
      if (present === version) return undefined
      const changed = await readMaterial(files)
      version = present
      return changed
    },
  }
}

async function versionOf({ certificate, key }: { certificate: string; key: string }): Promise<string> {
  const [first, second] = await Promise.all([stat(certificate), stat(key)])
  return `${first.mtimeMs}/${first.size} ${second.mtimeMs}/${second.size}`
}

async function readMaterial({
  certificate,
  key,
}: {
  certificate: string
  key: string
}): Promise<TlsMaterial> {
  const material = { cert: await readFile(certificate, 'utf8'), key: await readFile(key, 'utf8') }
  if (!fits(material)) throw new Error(`the TLS key ${key} does not belong to the certificate ${certificate}`)
  return material
}

/** When the first certificate of a PEM text ends, in ms since the epoch. */
export const endOfCertificate = (pem: string): number => new X509Certificate(pem).validToDate.getTime()

function fits({ cert, key }: TlsMaterial): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch {
    return false
  }
}
