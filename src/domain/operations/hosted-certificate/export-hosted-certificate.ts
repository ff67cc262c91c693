import { encodePem } from '../../../x509/pem.ts'
import { DomainError } from '../../model/errors.ts'
import {
  checkHostedExportable,
  encryptionKeyId,
  type HostedCertificate,
  type HostedContent,
} from '../../model/hosted-certificate.ts'
import { sealedRecords } from '../../model/sealed.ts'
import type { TenantReaders } from '../../ports/doors.ts'
import type { Call } from '../world.ts'
import { presentHostedCertificate } from './read-hosted-certificates.ts'

/** Everything that came, in PEM with `\n` line ends; null for what did not. */
export interface ExportedHostedCertificate {
  readonly certificatePem: string
  readonly chainPem: string | null
  readonly privateKeyPem: string | null
  readonly encryptionCertificatePem: string | null
  readonly encryptionKeyPem: string | null
}

/**
 * A certificate with its chain and key, as they came (API reference 4.5). The export is recorded before it leaves.
 * Throws `certificate-not-found`, `state-forbids`.
 */
export async function exportHostedCertificate(
  call: Call,
  { id }: { readonly id: string },
): Promise<ExportedHostedCertificate> {
  const { content, own, encryption } = await call.read((stores) => readExportable(call, stores, id))
  const accountId = call.caller.account.id
  const exported = {
    certificatePem: encodePem('CERTIFICATE', content.certificateDer),
    chainPem: content.chainDers.length > 0 ? content.chainDers.map(certificatePem).join('') : null,
    privateKeyPem: await keyPem(call, sealedRecords.hostedKey(accountId, id), own),
    encryptionCertificatePem:
      content.encryptionCertificateDer && certificatePem(content.encryptionCertificateDer),
    encryptionKeyPem: await keyPem(call, sealedRecords.hostedEncryptionKey(accountId, id), encryption),
  }
  await recordExport(call, id, content)
  return exported
}

/** Before it leaves; what became unexportable meanwhile does not. */
export async function recordExport(call: Call, id: string, { certificateDer }: HostedContent): Promise<void> {
  await call.write(async (stores, tell) => {
    await presentExportable(call, stores, id)
    tell({ kind: 'hosted_certificate', id, after: certificateDer })
  })
}

export interface Exportable {
  readonly certificate: HostedCertificate
  readonly content: HostedContent
  /** Sealed; null where the key never was here. */
  readonly own: Uint8Array | null
  readonly encryption: Uint8Array | null
}

/** Throws `certificate-not-found`, `state-forbids`. */
export async function readExportable(call: Call, stores: TenantReaders, id: string): Promise<Exportable> {
  const certificate = await presentExportable(call, stores, id)
  const content = await stores.hostedCertificates.findContent(id)
  if (!content) throw new DomainError('certificate-processing-failed')
  return {
    certificate,
    content,
    own: certificate.inHand?.hasKey ? await presentKey(stores, id) : null,
    encryption: content.encryptionCertificateDer && (await presentKey(stores, encryptionKeyId(id))),
  }
}

async function presentExportable(call: Call, stores: TenantReaders, id: string): Promise<HostedCertificate> {
  const certificate = await presentHostedCertificate(stores, id)
  checkHostedExportable(certificate, call.clock.now())
  return certificate
}

async function presentKey({ keys }: TenantReaders, id: string): Promise<Uint8Array> {
  const sealed = await keys.find(id)
  if (!sealed) throw new DomainError('key-processing-failed')
  return sealed
}

const certificatePem = (der: Uint8Array) => encodePem('CERTIFICATE', der)

const keyPem = async ({ keyImporter }: Call, record: string, sealed: Uint8Array | null) =>
  sealed && (await keyImporter.exportImportedPem({ record, sealed }))
