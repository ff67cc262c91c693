import { basename } from 'node:path'
import type { Config } from '../../config/config.ts'
import { createDigest } from '../../crypto/digest.ts'
import { blockHash } from '../../domain/model/audit-block.ts'
import type { BackupManifest } from '../../domain/model/backup-manifest.ts'
import { hashOf } from '../../domain/operations/audit/add-block.ts'
import type { Stored } from '../../domain/ports/stored-contents.ts'
import { linesOf } from '../../start-fault.ts'
import { appendBeside } from '../../storage/append-beside.ts'
import { readStored } from '../../storage/read-stored.ts'
import { noteBackup } from '../../system/backup-record.ts'
import { systemClock } from '../../system/clock.ts'
import type { CommandAnswer } from '../audit-commands.ts'
import { type Inspection, inspectBackup } from './inspect-backup.ts'
import { makeBackup } from './make-backup.ts'
import { recordOfOperator } from './operator.ts'
import { BackupFaultyError, restoreBackup } from './restore-backup.ts'

export async function answerBackup(config: Config, folder: string): Promise<CommandAnswer> {
  const manifest = await makeBackup(config, folder)
  const { bucketStore, leftOut } = manifest
  return {
    data: `backed up to ${folder}: ${summary(manifest)}\n`,
    words: [
      `the master key is not in it: keep a copy of ${config.masterKeyFile} somewhere else`,
      ...(bucketStore === null ? [] : [`the buckets stay in ${bucketStore}: they are not in it`]),
      ...(leftOut.length === 0 ? [] : [`not in it either: ${leftOut.join(', ')}`]),
      `next: chancery backup verify ${folder} --master-key <a copy of the key>`,
    ],
    isRight: true,
  }
}

export async function answerVerify(
  config: Config,
  folder: string,
  masterKeyFile: string | undefined,
): Promise<CommandAnswer> {
  const inspection = await inspectBackup(folder, masterKeyFile)
  const { manifest, faults, words } = inspection
  const isRight = faults.length === 0
  const found = isRight ? 'verified' : `not verified (${faults.length} faults)`
  const recorded = await recordVerification(config, folder, inspection)
  return {
    data: `${found}: of ${new Date(manifest.createdAt).toISOString()}, ${summary(manifest)}\n`,
    words: [...(isRight ? words : faults), ...recorded],
    isRight,
  }
}

export async function answerRestore(
  config: Config,
  folder: string,
  masterKeyFile: string | undefined,
  acceptsTrailFaults: boolean,
): Promise<CommandAnswer> {
  try {
    const restored = await restoreBackup(config, folder, masterKeyFile, acceptsTrailFaults)
    const { manifest, keptBuckets, acceptedFaults } = restored
    return {
      data: `restored to ${config.dataFolder}: ${summary(manifest)}\n`,
      words: [
        `it is as of ${new Date(manifest.createdAt).toISOString()}: what happened later is not in it`,
        keptBuckets === undefined && manifest.bucketStore === null
          ? 'the buckets are those of the backup: put what is left of the old ones there before, and revocations since are read back from them'
          : 'each CA signs again when it has read back from its buckets what was revoked since',
        'CAs that were disabled or deleted since are as they were then, and may sign: look at each, and do it once more',
        ...acceptedFaults.map((fault) => `accepted: ${fault}`),
        `the master key is ${config.masterKeyFile}`,
        ...(keptBuckets === undefined ? [] : [`the buckets in ${keptBuckets} were there and are kept`]),
        ...(manifest.bucketStore === null ? [] : [`the buckets are still in ${manifest.bucketStore}`]),
        'next: chancery serve, with the settings that it had',
      ],
      isRight: true,
    }
  } catch (error) {
    if (!(error instanceof BackupFaultyError)) throw error
    return { data: '', words: [...error.faults, 'nothing was restored', ...error.advice], isRight: false }
  }
}

function summary({ counts, files }: BackupManifest): string {
  const octets = files.reduce((sum, { size }) => sum + size, 0)
  return [
    `CAs ${counts.authorities}`,
    `certificates ${counts.certificates}`,
    `revoked ${counts.revoked}`,
    `audit records ${counts.auditRecords}`,
    `files ${files.length} with ${octets} octets`,
  ].join(', ')
}

/** In the installation that the backup is of, where it is on this machine; words say when it is not. */
async function recordVerification(
  { dataFolder, databaseUrl }: Config,
  folder: string,
  { manifest, faults, isWhole }: Inspection,
): Promise<string[]> {
  try {
    if (!(await readStored(databaseUrl, (stored) => isSameInstallation(stored, manifest)))) {
      return [`not recorded: ${dataFolder} is another installation than the backup's`]
    }
    const folderName = basename(folder)
    const result = faults.length === 0 ? 'success' : 'not-verified'
    await appendBeside(
      databaseUrl,
      recordOfOperator({ operation: 'verifyBackup', folderName, manifest, result }),
    )
    if (result !== 'success') return []
    if (!isWhole) return [inPart[manifest.engine]]
    await noteBackup(dataFolder, { lastVerified: { at: systemClock.now(), folderName } })
    return []
  } catch (error) {
    return [
      `not recorded: the installation in ${dataFolder} can not be reached: ${linesOf(error).join('; ')}`,
    ]
  }
}

/** What is not looked into may be worth nothing, and health goes on asking for more. */
const inPart = {
  sqlite: 'health does not count it: say --master-key, and its keys are tried too',
  postgres: 'health does not count it: what a dump holds is only known when it is restored, in a rehearsal',
} as const

/**
 * By its master key, or, where that was replaced since, by its audit trail: no other installation has the same block at
 * the same place.
 */
async function isSameInstallation({ contents, trail }: Stored, manifest: BackupManifest): Promise<boolean> {
  const check = await contents.findMasterKeyCheck()
  if (check?.toHex() === manifest.installation) return true
  const block = manifest.lastBlock && (await trail.findBlock(manifest.lastBlock.number))
  return block ? blockHash(hash, block) === manifest.lastBlock?.hash : false
}

const hash = hashOf({ digest: createDigest() })
