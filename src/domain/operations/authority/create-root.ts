import { type Authority, unconstrainedPathLength } from '../../model/authority.ts'
import { authorityKeyUsages } from '../../model/key-usage.ts'
import { sealedRecords } from '../../model/sealed.ts'
import { serialNumberOf } from '../../model/serial-number.ts'
import { resolveValidity } from '../../model/validity.ts'
import type { Call } from '../world.ts'
import { certificateFields } from './authority-certificate.ts'
import type { AuthorityPlace } from './authority-place.ts'
import type { AuthorityDraft, CreateCommand } from './create-authority.ts'

/** Steps 2 to 6 of the life of a certificate, for a CA that signs itself. */
export async function createRoot(
  call: Call,
  { subject, keyAlgorithm, signatureHash, validity: period }: CreateCommand<'root'>,
  { id, keep }: AuthorityPlace,
  draft: AuthorityDraft,
): Promise<void> {
  const serialNumber = serialNumberOf(call.random.octets(16))
  const validity = resolveValidity(period, call.clock.now())
  const { certificateDer, sealedKey } = await call.issuer.issue({
    profile: {
      kind: 'root',
      serialNumber,
      subject,
      validity,
      signatureHash,
      pathLength: null,
      keyUsages: authorityKeyUsages,
      extendedKeyUsages: [],
      alternativeNames: [],
      customizedExtension: null,
      issuerUrls: [],
    },
    subjectKey: { generate: keyAlgorithm, record: sealedRecords.authorityKey(call.caller.account.id, id) },
  })
  const authority: Authority = {
    ...draft,
    type: 'ROOT',
    state: 'ACTIVED',
    signatureHash,
    pathLength: unconstrainedPathLength,
    ...certificateFields(certificateDer),
  }
  await call.write(async (stores, tell) => {
    await keep(stores, tell, authority)
    if (sealedKey) await stores.keys.add(id, sealedKey.sealed)
    await stores.serials.register({ issuerId: id, serialNumber, notAfter: validity.notAfter })
  })
}
