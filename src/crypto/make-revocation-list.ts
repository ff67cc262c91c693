import { DomainError } from '../domain/model/errors.ts'
import { familyOf } from '../domain/model/key-algorithm.ts'
import { sealedRecords } from '../domain/model/sealed.ts'
import type { RevocationListOrder } from '../domain/ports/revocation-list-maker.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { toBeSignedRevocationList } from '../x509/revocation-list.ts'
import { RevocationListEntries } from '../x509/revocation-list-entries.ts'
import type { RevocationListEntry } from '../x509/revocation-list-entry.ts'
import { assembleSignedPieces } from '../x509/signed.ts'
import { openPrivateKey, signPieces } from './signing-keys.ts'

/** Hands all entries of the list to `take`, one by one. */
export type ReadEntries = (take: (entry: RevocationListEntry) => void) => Promise<void>

/**
 * A complete list, signed. At most twice its length is held: in the pieces that it is written in, and joined. The key
 * is opened first, so that a million entries aren't read for a list that can't be signed.
 */
export async function makeRevocationList(
  vault: Vault,
  order: RevocationListOrder,
  readEntries: ReadEntries,
): Promise<{ readonly der: Uint8Array; readonly entries: number }> {
  check(order)
  const { authority } = order
  const key = openPrivateKey(vault.unseal(authority.key))
  const signatureAlgorithm = signatureAlgorithmOf(authority.keyAlgorithm)
  const entries = new RevocationListEntries()
  await readEntries((entry) => entries.add(entry))
  const fields = {
    ...order,
    number: BigInt(order.number),
    signatureAlgorithm,
    issuerNameDer: authority.subjectNameDer,
    authorityKeyIdentifier: authority.subjectKeyIdentifier,
  }
  const toBeSigned = toBeSignedRevocationList(fields, entries.pieces())
  const signature = signPieces(key, signatureAlgorithm.hash, toBeSigned)
  return { der: assembleSignedPieces(toBeSigned, signatureAlgorithm, signature), entries: entries.count }
}

/** The key's record names the account and the CA, and is part of its seal: no key signs another CA's list. */
function check({
  accountId,
  authorityId,
  authority,
  number,
  thisUpdate,
  nextUpdate,
}: RevocationListOrder): void {
  if (authority.key.record !== sealedRecords.authorityKey(accountId, authorityId)) {
    throw new DomainError('key-processing-failed', { reason: 'the key is not that of the CA' })
  }
  if (!(Number.isSafeInteger(number) && number > 0)) {
    throw new DomainError('certificate-processing-failed', { reason: 'no number of a revocation list' })
  }
  if (!(secondOf(nextUpdate) > secondOf(thisUpdate))) {
    throw new DomainError('certificate-processing-failed', { reason: 'the list ends before it begins' })
  }
}

const secondOf = (ms: number) => Math.floor(ms / 1000)

/** A hash as strong as the curve is (RFC 5480 §4). */
const signatureAlgorithmOf = (keyAlgorithm: string) => ({
  family: familyOf(keyAlgorithm),
  hash: keyAlgorithm === 'EC384' ? 'SHA384' : 'SHA256',
})
