import { DomainError } from '../../model/errors.ts'
import {
  encryptionKeyId,
  type HostedCertificate,
  type HostedContent,
} from '../../model/hosted-certificate.ts'
import { isSettled } from '../../model/permission/reach.ts'
import { signatureSchemeName } from '../../model/signature-scheme.ts'
import { checkEnterpriseProject } from '../permission/check-enterprise-project.ts'
import { checkQuota, takeQuota } from '../quota/quota.ts'
import type { Call } from '../world.ts'
import { drawHostedId, mostDraws } from './add-under-new-id.ts'
import { domainsOf } from './domains-of.ts'
import { orderChain } from './order-chain.ts'
import { type BroughtPair, type BroughtPem, readBroughtPair, wipeKeys } from './read-brought-pair.ts'
import { type SealedKeys, sealKeys } from './seal-keys.ts'

/** How a certificate is to be kept, however it comes. */
export interface KeptAs {
  readonly name: string
  /** Whether the account may have the certificate already. */
  readonly allowsDuplicate: boolean
  readonly enterpriseProjectId: string
}

export interface ImportHostedCertificateCommand extends BroughtPem, KeptAs {}

/** Takes in a certificate with its key, in PEM (API reference 4.2; api-answers A36); returns its id. */
export const importHostedCertificate = async (
  call: Call,
  command: ImportHostedCertificateCommand,
): Promise<string> => await importBrought(call, readBroughtPair(command), command)

/** All that came is judged before anything is kept; its keys are wiped, whatever comes of it. */
export async function importBrought(call: Call, brought: BroughtPair, keptAs: KeptAs): Promise<string> {
  try {
    await checkEnterpriseProject(call, keptAs.enterpriseProjectId)
    await checkQuota(call, 'HOSTED_CERTIFICATE')
    for (let draw = 0; draw < mostDraws; draw++) {
      const id = drawHostedId(call)
      const keys = await sealKeys(call, id, brought)
      const found = await understand(call, brought, keys.place)
      if (await keep(call, keptAs, id, found, keys)) return id
    }
    throw new DomainError('unexpected', { reason: 'every id that was drawn is taken' })
  } finally {
    wipeKeys(brought)
  }
}

/** What is to be known of the certificate that the key is for, and what is given out again. */
interface Understood extends Pick<HostedCertificate, 'domain' | 'otherDomains'> {
  readonly inHand: NonNullable<HostedCertificate['inHand']>
  readonly content: HostedContent
}

async function understand(call: Call, brought: BroughtPair, place: number): Promise<Understood> {
  const leaf = brought.certificates[place]
  if (!leaf) throw new DomainError('unexpected', { reason: 'a key without its certificate' })
  const { certificate, der } = leaf
  const [domain, ...otherDomains] = domainsOf(certificate)
  const chain = await orderChain(call, leaf, [...brought.certificates.toSpliced(place, 1), ...brought.chain])
  return {
    domain,
    otherDomains,
    inHand: {
      fingerprint: call.digest.hash('sha1', der).toHex(),
      signatureAlgorithm: signatureSchemeName(certificate.signatureScheme),
      hasKey: true,
      notBefore: certificate.notBefore,
      notAfter: certificate.notAfter,
    },
    content: {
      certificateDer: der,
      chainDers: chain.map((link) => link.der),
      encryptionCertificateDer: brought.encryption?.certificate.der ?? null,
    },
  }
}

/** Thrown to undo what was written before it was seen. */
class IdTakenError extends Error {}

/** False, and nothing is kept, where the id is taken. The quota's row lets an account's imports in one by one. */
async function keep(
  call: Call,
  { name, allowsDuplicate, enterpriseProjectId }: KeptAs,
  id: string,
  { content, ...known }: Understood,
  keys: SealedKeys,
): Promise<boolean> {
  const now = call.clock.now()
  const times = { createdAt: now, updatedAt: now }
  const certificate: HostedCertificate = {
    id,
    name,
    state: 'UPLOAD',
    ...known,
    ordered: null,
    description: null,
    ...times,
    enterpriseProjectId,
  }
  try {
    await call.write(async (stores, tell) => {
      await takeQuota(call, stores, 'HOSTED_CERTIFICATE')
      if (!allowsDuplicate) {
        const other = await stores.hostedCertificates.findByFingerprint(known.inHand.fingerprint)
        if (other !== undefined) throw duplicate(call, other, known.inHand.fingerprint)
      }
      if (!(await stores.hostedCertificates.add(certificate, content))) throw new IdTakenError()
      await stores.keys.add(id, keys.own)
      if (keys.encryption) await stores.keys.add(encryptionKeyId(id), keys.encryption)
      tell({ kind: 'hosted_certificate', id, after: content.certificateDer })
    })
    return true
  } catch (error) {
    if (error instanceof IdTakenError) return false
    throw error
  }
}

/** Whose grants are limited to some certificates is not told of others. */
const duplicate = ({ caller: { reach } }: Call, id: string, fingerprint: string) =>
  new DomainError('parameter-invalid', {
    parameter: 'certificate',
    reason: `with the fingerprint ${fingerprint} is there already${isSettled(reach) ? `, as ${id}` : ''}, and duplicate_check is false`,
  })
