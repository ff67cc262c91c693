import { encodePem } from '../../../x509/pem.ts'
import type { BundleContent } from '../../model/bundle.ts'
import { DomainError } from '../../model/errors.ts'
import type { SealedSecret } from '../../model/sealed.ts'
import type { ArchivedFile } from '../../ports/archiver.ts'
import { chainPem } from '../authority/read-authorities.ts'
import type { Call } from '../world.ts'

/** A certificate as bundles are made of it. */
export interface BundledCertificate {
  readonly certificateDer: Uint8Array
  /** Issuer first. */
  readonly chainDers: readonly Uint8Array[]
  /** Null where it stayed with the user. */
  readonly key: SealedSecret | null
  /** The key alone, as its file has it. */
  readonly keyPem: (key: SealedSecret) => Promise<string>
  /** Of key stores. */
  readonly password: string
}

const madePasswordLength = 20

/** For a store whose password its user did not choose: it lies beside the store. */
export const makeStorePassword = ({ credentials }: Pick<Call, 'credentials'>): string =>
  credentials.makeSecret(madePasswordLength)

/** The files of a layout. Throws `key-processing-failed`, `certificate-processing-failed`. */
export async function makeBundleFiles(
  call: Call,
  layout: readonly { readonly name: string; readonly content: BundleContent }[],
  bundled: BundledCertificate,
): Promise<ArchivedFile[]> {
  const contents = contentsOf(call, bundled)
  const files: ArchivedFile[] = []
  for (const { name, content } of layout) files.push({ name, content: await contents[content]() })
  return files
}

const text = new TextEncoder()

/** Each kind of content, made when a layout asks for it. */
function contentsOf(
  { keyExporter, clock }: Call,
  { certificateDer, chainDers, key, keyPem, password }: BundledCertificate,
): Record<BundleContent, () => Uint8Array | Promise<Uint8Array>> {
  const certificate = encodePem('CERTIFICATE', certificateDer)
  const chain = chainPem(chainDers) ?? ''
  const store = () => ({ key: present(key), certificateDer, chainDers, password })
  return {
    certificate: () => text.encode(certificate),
    chain: () => text.encode(chain),
    'certificate and chain': () => text.encode(certificate + chain),
    password: () => text.encode(password),
    key: async () => text.encode(await keyPem(present(key))),
    'PKCS #12': () => keyExporter.exportPkcs12(store()),
    'Java key store': () => keyExporter.exportJavaKeyStore({ ...store(), createdAt: clock.now() }),
  }
}

function present<Value>(key: Value | null): Value {
  if (key === null) throw new DomainError('key-processing-failed')
  return key
}
