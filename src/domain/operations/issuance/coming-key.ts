import { bareName } from '../../model/distinguished-name.ts'
import { DomainError } from '../../model/errors.ts'
import { comingKeyId, type Issuance } from '../../model/issuance.ts'
import { orderedNames } from '../../model/ordered-names.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { type Carried, recordStep } from './carried.ts'

/** The request to have certified: the one that was brought, or one that is made now with its key, once. */
export async function presentRequest(carried: Carried): Promise<Uint8Array> {
  const { world, accountId, certificate, issuance } = carried
  if (issuance.requestDer) return issuance.requestDer
  const { keyAlgorithm } = issuance
  if (keyAlgorithm === null) throw new Error('neither a request nor a kind of key')
  const [domain = ''] = issuance.names
  const { requestDer, sealedKey } = await world.requestMaker.makeKeyedRequest({
    keyAlgorithm,
    signatureHash: keyAlgorithm === 'EC384' ? 'SHA384' : 'SHA256',
    subject: bareName(domain),
    alternativeNames: orderedNames(issuance.names),
    record: comingKeyRecord(accountId, issuance),
  })
  await recordStep(
    carried,
    (present) => ({ issuance: { ...present.issuance, requestDer } }),
    async ({ keys }) => {
      await keys.remove(comingKeyId(certificate.id))
      await keys.add(comingKeyId(certificate.id), sealedKey.sealed)
    },
  )
  await world.faults.reach('order: key made, not sent')
  return requestDer
}

/**
 * The key sealed as the certificate's own; null where the user has it. Throws `issuer-refused` where the certificate is not
 * for it.
 */
export async function takeComingKey(
  carried: Carried,
  certificateDer: Uint8Array,
): Promise<Uint8Array | null> {
  const { world, accountId, certificate, issuance } = carried
  if (!issuance.hasKey) return null
  const sealed = await world.database.read(accountId, ({ keys }) => keys.find(comingKeyId(certificate.id)))
  if (!sealed) throw new DomainError('key-processing-failed', { reason: 'the key of the order is gone' })
  const keyDer = world.vault.unseal({ record: comingKeyRecord(accountId, issuance), sealed })
  const imported = await world.keyImporter.importKey({
    keyDer,
    owners: [{ certificateDer }],
    record: sealedRecords.hostedKey(accountId, certificate.id),
    sealedAs: 'PKCS8',
  })
  if (imported) return imported.sealedKey.sealed
  throw new DomainError('issuer-refused', { reason: 'the authority sent a certificate for another key' })
}

const comingKeyRecord = (accountId: string, { certificateId, id }: Issuance): string =>
  sealedRecords.comingKey(accountId, certificateId, id)
