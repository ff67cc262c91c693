import { encodePem } from '../../../x509/pem.ts'
import { checkPlainForm, type ServerKind } from '../../model/bundle.ts'
import { DomainError } from '../../model/errors.ts'
import { checkExportable, type PrivateCertificate } from '../../model/private-certificate.ts'
import { type SealedSecret, sealedRecords } from '../../model/sealed.ts'
import { type CertificateWithChain, chainDersOf, chainPem } from '../authority/read-authorities.ts'
import type { Call } from '../world.ts'
import { presentCertificate } from './read-certificates.ts'

export interface ExportCertificateCommand {
  readonly id: string
  readonly server: ServerKind
  /** Encrypts the key. */
  readonly password?: string
}

/** Everything a server needs, in PEM; `privateKeyPem` is null when the key never was here. */
export interface ExportedCertificate extends CertificateWithChain {
  readonly privateKeyPem: string | null
}

/** The certificate, its chain up to the root, and its key, in PEM (API reference 4.1.2.8). */
export async function exportCertificate(
  call: Call,
  { id, server, password }: ExportCertificateCommand,
): Promise<ExportedCertificate> {
  const { certificateDer, chainDers, key } = await readExportable(call, id)
  checkPlainForm(server, key !== null)
  const privateKeyPem = key && (await call.keyExporter.exportPem(key, password))
  await recordExport(call, id, certificateDer)
  return {
    certificatePem: encodePem('CERTIFICATE', certificateDer),
    chainPem: chainPem(chainDers),
    privateKeyPem,
  }
}

/** What leaves with an export; the key is null where it never was here. */
export interface Exportable {
  readonly certificate: PrivateCertificate
  readonly certificateDer: Uint8Array
  /** From the issuing CA up to the root. */
  readonly chainDers: readonly Uint8Array[]
  readonly key: SealedSecret | null
}

/** Throws `certificate-not-found`, `state-forbids`. */
export async function readExportable(call: Call, id: string): Promise<Exportable> {
  const { certificate, certificateDer, chainDers, sealed } = await call.read(async (stores) => {
    const found = await presentCertificate(stores, id)
    checkExportable(found, call.clock.now())
    return {
      certificate: found,
      certificateDer: await stores.certificates.findDer(id),
      chainDers: chainDersOf(await stores.authorities.chain(found.issuerId)),
      sealed: found.generationMode === 'GENERATE' ? await stores.keys.find(id) : null,
    }
  })
  if (!certificateDer) throw new DomainError('certificate-processing-failed')
  if (sealed === undefined) throw new DomainError('key-processing-failed')
  const key = sealed && { record: sealedRecords.certificateKey(call.caller.account.id, id), sealed }
  return { certificate, certificateDer, chainDers, key }
}

/** Before anything leaves; what was revoked or deleted meanwhile does not. */
export const recordExport = (call: Call, id: string, certificateDer: Uint8Array): Promise<void> =>
  call.write(async (stores, tell) => {
    const certificate = await presentCertificate(stores, id)
    checkExportable(certificate, call.clock.now())
    tell({ kind: 'certificate', id, after: certificateDer })
  })
