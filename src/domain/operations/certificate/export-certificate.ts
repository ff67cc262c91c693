import { encodePem } from '../../../x509/pem.ts'
import { DomainError } from '../../model/errors.ts'
import { checkExportable } from '../../model/private-certificate.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { type CertificateWithChain, chainDersOf, chainPem } from '../authority/read-authorities.ts'
import type { Call } from '../world.ts'
import { presentCertificate } from './read-certificates.ts'

export interface ExportCertificateCommand {
  readonly id: string
  /** Encrypts the key. */
  readonly password?: string
}

/** Everything a server needs, in PEM; `privateKeyPem` is null when the key never was here. */
export interface ExportedCertificate extends CertificateWithChain {
  readonly privateKeyPem: string | null
}

/** The certificate, its chain up to the root, and its key. The export of a key is recorded before it leaves. */
export async function exportCertificate(
  call: Call,
  { id, password }: ExportCertificateCommand,
): Promise<ExportedCertificate> {
  const { certificateDer, chainDers, key } = await call.read(async (stores) => {
    const certificate = await presentCertificate(stores, id)
    checkExportable(certificate, call.clock.now())
    return {
      certificateDer: await stores.certificates.findDer(id),
      chainDers: chainDersOf(await stores.authorities.chain(certificate.issuerId)),
      key: certificate.generationMode === 'GENERATE' ? await stores.keys.find(id) : null,
    }
  })
  if (!certificateDer) throw new DomainError('certificate-processing-failed')
  if (key === undefined) throw new DomainError('key-processing-failed')
  const privateKeyPem =
    key &&
    (await call.keyExporter.exportPem(
      { record: sealedRecords.certificateKey(call.caller.account.id, id), sealed: key },
      password,
    ))
  await call.write(async (stores, tell) => {
    const certificate = await presentCertificate(stores, id)
    checkExportable(certificate, call.clock.now())
    tell({ kind: 'certificate', id, after: certificateDer })
  })
  return {
    certificatePem: encodePem('CERTIFICATE', certificateDer),
    chainPem: chainPem(chainDers),
    privateKeyPem,
  }
}
