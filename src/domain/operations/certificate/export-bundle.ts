import { bundleFiles, bundleName, shortestStorePassword } from '../../model/bundle.ts'
import { DomainError } from '../../model/errors.ts'
import type { Call } from '../world.ts'
import { makeBundleFiles, makeStorePassword } from './bundle-contents.ts'
import { type ExportCertificateCommand, readExportable, recordExport } from './export-certificate.ts'

export interface Bundle {
  /** `<common name>_<server>.zip`. */
  readonly fileName: string
  readonly archive: Uint8Array
}

/**
 * What one kind of server loads, as files in a zip archive (API reference 4.1.2.8; client contract 1.2.4).
 * Without a password a key is in the clear, and a store gets one that lies beside it.
 */
export async function exportBundle(
  call: Call,
  { id, server, password }: ExportCertificateCommand,
): Promise<Bundle> {
  if (server === 'TOMCAT' && password !== undefined && password.length < shortestStorePassword) {
    throw new DomainError('parameter-invalid', {
      parameter: 'password',
      reason: `must have at least ${shortestStorePassword} characters for a Java key store`,
    })
  }
  const exportable = await readExportable(call, id)
  const layout = bundleFiles(server, {
    hasKey: exportable.key !== null,
    isPasswordChosen: password !== undefined,
  })
  const files = await makeBundleFiles(call, layout, {
    ...exportable,
    keyPem: (key) => call.keyExporter.exportPem(key, password),
    password: password ?? makeStorePassword(call),
  })
  const archive = call.archiver.zip(files, call.clock.now())
  await recordExport(call, id, exportable.certificateDer)
  return { fileName: bundleName(exportable.certificate.subject.commonName, server), archive }
}
