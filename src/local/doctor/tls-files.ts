import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import type { Config } from '../../config/config.ts'
import { judgeServerCertificate } from '../../domain/model/health/authority-checks.ts'
import { type HealthCheck, trouble, type Verdict } from '../../domain/model/health/check.ts'
import { fileMode } from '../../system/machine.ts'
import { tlsIdentityFromFiles } from '../../system/tls-files.ts'
import { look, reasonOf } from './look.ts'

/** The administrator's own certificate: whether it is one, fits its key, is of today, and names the API's host. */
export async function lookAtTlsFiles(
  { tlsFiles, apiUrl }: Config,
  now: () => number,
): Promise<HealthCheck[]> {
  if (!tlsFiles) return []
  return [
    await look('tls_files', async () => {
      try {
        const { material } = await tlsIdentityFromFiles(tlsFiles)
        const mode = (await fileMode(tlsFiles.key)) ?? 0
        return judgeFiles(new X509Certificate(material.cert), mode, new URL(apiUrl).hostname, now())
      } catch (error) {
        const advice = 'put a certificate and its own key, both in PEM, into the files that the settings name'
        return trouble('alarm', reasonOf(error), advice)
      }
    }),
  ]
}

function judgeFiles(certificate: X509Certificate, mode: number, hostname: string, now: number): Verdict {
  const notAfter = certificate.validToDate.getTime()
  const life = judgeServerCertificate({ isOwn: true, notAfter, rootNotAfter: null }, now)
  if (life.severity !== 'ok') return life
  if (certificate.validFromDate.getTime() > now) {
    const finding = `the API's certificate begins only at ${certificate.validFromDate.toISOString()}`
    return trouble('alarm', finding, 'look at the clock of this machine, or wait')
  }
  const host = hostname.replace(/^\[|\]$/g, '')
  const isNamed = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host)
  if (isNamed === undefined) {
    const advice = `set CHANCERY_API_URL to a name in the certificate, or have ${host} put into it`
    return trouble('warning', `the API's certificate does not name ${host}`, advice)
  }
  if ((mode & 0o077) === 0) return life
  return trouble('warning', "others may read the key of the API's certificate", 'chmod 0600 the key file')
}
