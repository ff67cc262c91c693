import { type Authority, unconstrainedPathLength } from '../../model/authority.ts'
import { checkAuthorityAct } from '../../model/authority-rules.ts'
import { DomainError } from '../../model/errors.ts'
import { beginLists } from '../revocation/revocation-list-settings.ts'
import type { Call } from '../world.ts'
import { certificateFields } from './authority-certificate.ts'
import { findAuthority, presentAuthority } from './find-authority.ts'
import { checkAlike, findSigner, type Signer } from './find-signer.ts'
import { type ImportedCertificate, readImport } from './read-import.ts'

export interface ImportAuthorityCommand {
  readonly id: string
  readonly certificatePem: string
  /** From the certificate's issuer up to the root. */
  readonly chainPem?: string
}

/**
 * Gives a PENDING CA the certificate that a CA elsewhere made of its CSR (API reference 4.1.1.11; api-answers A29).
 * Throws `imported-certificate-invalid`, `imported-chain-invalid`, `authority-not-found`, `state-forbids`,
 * `public-key-mismatch`; the CA then stays PENDING.
 */
export async function importAuthority(call: Call, command: ImportAuthorityCommand): Promise<void> {
  const imported = await readImport(call, command)
  const pending = await findAuthority(call, command.id)
  checkAuthorityAct('import the certificate of', pending, call.clock.now())
  checkKey(pending, imported)
  const signer = await findSigner(call, imported.certificate)
  await call.write(async (stores, tell) => {
    const before = await presentAuthority(stores, command.id)
    checkAuthorityAct('import the certificate of', before, call.clock.now())
    checkKey(before, imported)
    await checkAlike(call, stores, signer, imported.certificate)
    const after: Authority = { ...before, ...importedFields(call, imported, signer) }
    await beginLists(call, stores, before, after, imported.certificate.keyUsages)
    await stores.authorities.replace(after)
    // where one of our CAs signed it, our own records are its chain
    if (!signer) await stores.authorities.setOutsideChain(command.id, imported.chainDers)
    tell({ kind: 'authority', id: command.id, before, after })
  })
}

/** Only who holds the key that the CSR was made with can be this CA. */
function checkKey({ publicKeyDer }: Authority, { certificate }: ImportedCertificate): void {
  if (Buffer.compare(publicKeyDer, certificate.publicKeyDer) === 0) return
  throw new DomainError('public-key-mismatch', {
    parameter: 'certificate',
    reason: "has another key than the CA's CSR",
  })
}

/** The certificate decides. */
function importedFields(call: Call, imported: ImportedCertificate, signer: Signer | undefined) {
  const { certificate, certificateDer, signatureHash, issuerName } = imported
  const { subject } = certificate
  return {
    state: 'ACTIVED' as const,
    generationMode: 'IMPORT' as const,
    issuerId: signer?.id ?? null,
    issuerName,
    signatureHash,
    subject: { ...subject, commonName: subject.commonName ?? '' },
    pathLength: certificate.pathLength ?? unconstrainedPathLength,
    ...certificateFields(certificateDer, () => keyIdentifier(call, certificate.publicKey.keyBits)),
  }
}

/** Method 1 of RFC 7093 §2, for a certificate that lacks the extension: what we issue has to point at something. */
const keyIdentifier = ({ digest }: Call, keyBits: Uint8Array): Uint8Array =>
  Uint8Array.fromHex(digest.of(keyBits).slice(0, 40))
