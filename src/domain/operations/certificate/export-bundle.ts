import { encodePem } from '../../../x509/pem.ts'
import { type BundleContent, bundleFiles, bundleName, shortestStorePassword } from '../../model/bundle.ts'
import { DomainError } from '../../model/errors.ts'
import { chainPem } from '../authority/read-authorities.ts'
import type { Call } from '../world.ts'
import {
  type Exportable,
  type ExportCertificateCommand,
  readExportable,
  recordExport,
} from './export-certificate.ts'

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
  const contents = contentsOf(call, exportable, password)
  const files: { name: string; content: Uint8Array }[] = []
  for (const { name, content } of layout) files.push({ name, content: await contents[content]() })
  const archive = call.archiver.zip(files, call.clock.now())
  await recordExport(call, id, exportable.certificateDer)
  return { fileName: bundleName(exportable.certificate.subject.commonName, server), archive }
}

const madePasswordLength = 20
const text = new TextEncoder()

/** Each kind of content, made when a layout asks for it. */
function contentsOf(
  call: Call,
  { certificateDer, chainDers, key }: Exportable,
  chosen: string | undefined,
): Record<BundleContent, () => Uint8Array | Promise<Uint8Array>> {
  const password = chosen ?? call.credentials.makeSecret(madePasswordLength)
  const certificate = encodePem('CERTIFICATE', certificateDer)
  const chain = chainPem(chainDers) ?? ''
  const store = () => ({ key: present(key), certificateDer, chainDers, password })
  return {
    certificate: () => text.encode(certificate),
    chain: () => text.encode(chain),
    'certificate and chain': () => text.encode(certificate + chain),
    password: () => text.encode(password),
    key: async () => text.encode(await call.keyExporter.exportPem(present(key), chosen)),
    'PKCS #12': () => call.keyExporter.exportPkcs12(store()),
    'Java key store': () => call.keyExporter.exportJavaKeyStore({ ...store(), createdAt: call.clock.now() }),
  }
}

function present<Value>(key: Value | null): Value {
  if (key === null) throw new DomainError('key-processing-failed')
  return key
}
