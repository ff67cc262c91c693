import type { Config } from '../config/config.ts'
import { createTrailSigner } from '../crypto/trail-signer.ts'
import { replaceTrailKey } from '../domain/operations/audit/replace-trail-key.ts'
import type { CommandAnswer } from './audit-commands.ts'
import { withLocalWorld } from './local-world.ts'

/** Gives the audit trail another signing key; the server may be at work. Throws an Error of one line. */
export async function rotateTrailKey(
  place: Pick<Config, 'databaseUrl' | 'masterKeyFile'>,
): Promise<CommandAnswer> {
  return await withLocalWorld(place, async ({ clock, doors, openVault }) => {
    const signer = createTrailSigner(await openVault(place.masterKeyFile))
    const { keyId, formerKeyId } = await replaceTrailKey(doors('rotateAuditKey'), signer, () => clock.now())
    return {
      data: `${keyId}\n`,
      words: [`the key ${formerKeyId} vouches for it, and signs nothing more`],
      isRight: true,
    }
  })
}
