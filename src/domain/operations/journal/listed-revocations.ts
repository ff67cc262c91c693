import { MalformedError } from '../../../x509/malformed.ts'
import { type ParsedRevocationList, readRevocationList } from '../../../x509/parsed-revocation-list.ts'
import type { Authority, AuthorityCertificate } from '../../model/authority.ts'
import { DomainError } from '../../model/errors.ts'
import { type ToldStatus, tellListed } from '../../model/journal.ts'
import { objectName, type RevocationListLocation } from '../../model/revocation-list.ts'
import { type SerialNumber, serialFromOctets } from '../../model/serial-number.ts'
import type { JournalOwner } from '../../ports/journal-store.ts'
import type { World } from '../world.ts'

/** Room for lists of millions. */
const limits = { maximumLength: 1_073_741_824, maximumDepth: 16, maximumElements: 100_000_000 }

type ListWorld = Pick<World, 'buckets' | 'signatureVerifier'>

/**
 * Adds what the CA's last published lists tell, at every place where one may lie; resolves to the largest number that a
 * list there has, 0 where there is none. Throws `bucket-store-failed` for what is no list, or is not signed by the CA.
 */
export async function tellListedAt(
  world: ListWorld,
  owner: JournalOwner,
  authority: Authority,
  locations: readonly Pick<RevocationListLocation, 'bucket' | 'name'>[],
  told: Map<SerialNumber, ToldStatus>,
): Promise<number> {
  const { certificate } = authority
  let largest = 0
  if (!certificate) return largest
  for (const { bucket, name } of locations) {
    const list = await findList(world, owner, authority, bucket, objectName(name))
    if (!list || !isOwn(list, certificate)) continue
    largest = Math.max(largest, Number(list.number ?? 0n))
    for (const { serialNumber, revokedAt, reason } of list.entries) {
      // whoever is on the list and in no journal ends with the CA at the latest
      tellListed(told, serialFromOctets(serialNumber), { revokedAt, reason }, certificate.notAfter)
    }
  }
  return largest
}

async function findList(
  { buckets, signatureVerifier }: ListWorld,
  { accountId }: JournalOwner,
  { publicKeyDer, certificate }: Authority,
  bucket: string,
  key: string,
): Promise<ParsedRevocationList | undefined> {
  const stored = await buckets.read(accountId, bucket, key)
  if (!stored) return undefined
  const list = parse(stored.content)
  if (!list) throw failed(`${bucket}/${key} is no revocation list`)
  if (certificate && !isOwn(list, certificate)) return undefined
  const { signedDer, signature, signatureAlgorithm } = list
  const { hash } = signatureAlgorithm
  if (await signatureVerifier.verify({ signedDer, signature, hash, publicKeyDer })) return list
  throw failed(`${bucket}/${key} is not signed by its CA`)
}

/** Of another CA that took the place over, it says nothing of ours. */
const isOwn = (
  { issuerNameDer, authorityKeyIdentifier }: ParsedRevocationList,
  { subjectNameDer, subjectKeyIdentifier }: AuthorityCertificate,
): boolean =>
  Buffer.compare(issuerNameDer, subjectNameDer) === 0 &&
  Buffer.compare(authorityKeyIdentifier ?? new Uint8Array(), subjectKeyIdentifier) === 0

function parse(der: Uint8Array): ParsedRevocationList | undefined {
  try {
    return readRevocationList(der, limits)
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

const failed = (reason: string) => new DomainError('bucket-store-failed', { reason })
