import { blockHash, type Hash } from '../../model/audit-block.ts'
import type { BackupManifest } from '../../model/backup-manifest.ts'
import { checkpointText } from '../../model/checkpoint.ts'
import type { Stored } from '../../ports/stored-contents.ts'

/** What a manifest says of the database. */
type Description = Pick<BackupManifest, 'installation' | 'migrations' | 'counts' | 'lastBlock'>

/**
 * What a stored database holds, and the signed end of its trail where something is sealed. Throws an Error for one that
 * nothing was ever set up in.
 */
export async function describeContents(
  { contents, trail }: Stored,
  hash: Hash,
): Promise<{ readonly description: Description; readonly trailEnd: string | undefined }> {
  const migrations = await contents.listMigrations()
  const check = migrations.length === 0 ? undefined : await contents.findMasterKeyCheck()
  if (!check) throw new Error('the database is empty: no server was ever started on it')
  const block = await trail.lastBlock()
  const key = block && (await trail.findKey(block.keyId))
  const description = {
    installation: check.toHex(),
    migrations,
    counts: await contents.count(),
    lastBlock: block ? { number: block.number, hash: blockHash(hash, block) } : null,
  }
  const trailEnd = block && key && checkpointText({ block, publicKeyDer: key.publicKeyDer }, hash)
  return { description, trailEnd }
}
