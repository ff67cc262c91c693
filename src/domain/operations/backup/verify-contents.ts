import { blockHash } from '../../model/audit-block.ts'
import type { BackupManifest } from '../../model/backup-manifest.ts'
import type { ProveKey, Stored } from '../../ports/stored-contents.ts'
import type { VerifierTools } from '../audit/verify-block.ts'
import type { NamedCheckpoint } from '../audit/verify-checkpoint.ts'
import { verifyTrail } from '../audit/verify-trail.ts'

/** Each CA's key is tried; of all else so many of each kind, since there may be millions. */
const mostOfEachKind = 100

/** What is wrong with a copied database, in clauses: it is not what the manifest tells, or its audit trail is not whole. */
export async function contentFaults(
  stored: Stored,
  manifest: BackupManifest,
  tools: VerifierTools,
  checkpoints: readonly NamedCheckpoint[],
): Promise<ContentFaults> {
  const { faults } = await verifyTrail(stored.trail, tools, checkpoints)
  return {
    faults: await countFaults(stored, manifest),
    trailFaults: [
      ...(await endFaults(stored, manifest, tools)),
      ...faults.map((fault) => `the audit trail: ${fault}`),
    ],
  }
}

/** Those of the audit trail apart: everything else may be whole, and an operator may take it as it is. */
export interface ContentFaults {
  readonly faults: readonly string[]
  readonly trailFaults: readonly string[]
}

async function countFaults({ contents }: Stored, manifest: BackupManifest): Promise<string[]> {
  const counts = await contents.count()
  const names = Object.keys(counts) as (keyof typeof counts)[]
  const faults = names
    .filter((name) => manifest.counts[name] !== null && counts[name] !== manifest.counts[name])
    .map(
      (name) =>
        `the database holds ${counts[name]} ${words[name]}, the manifest says ${manifest.counts[name]}`,
    )
  const check = await contents.findMasterKeyCheck()
  const isSame = check?.toHex() === manifest.installation
  return isSame ? faults : [...faults, 'the database is of another installation than the manifest']
}

const words = {
  authorities: 'CAs',
  certificates: 'certificates',
  revoked: 'revoked serial numbers',
  auditRecords: 'audit records',
  hostedCertificates: 'hosted certificates',
  certificateRequests: 'certificate requests',
  webhooks: 'webhooks',
  orders: 'orders on their way',
  applicationDocuments: 'application documents',
  acmeAccounts: 'ACME accounts',
  pushes: 'pushes',
  deployments: 'deployments',
} as const

async function endFaults(
  { trail }: Stored,
  { lastBlock }: BackupManifest,
  { hash }: VerifierTools,
): Promise<string[]> {
  const end = await trail.lastBlock()
  const isSame = end ? blockHash(hash, end) === lastBlock?.hash : lastBlock === null
  return isSame ? [] : ['the audit trail ends in another block than the manifest says']
}

/** How many keys were tried, and which of them are lost or another's. */
export async function keyFaults(
  { contents }: Stored,
  prove: ProveKey,
): Promise<{ readonly tried: number; readonly faults: readonly string[] }> {
  const keys = [
    ...(await contents.listAuthorityKeys()),
    ...(await contents.listCertificateKeys(mostOfEachKind)),
    ...(await contents.listHostedKeys(mostOfEachKind)),
    ...(await contents.listRequestKeys(mostOfEachKind)),
    ...(await contents.listWebhookSecrets()),
    ...(await contents.listComingKeys(mostOfEachKind)),
    ...(await contents.listApplicationDocuments(mostOfEachKind)),
    ...(await contents.listAcmeAccounts()),
    ...(await contents.listPushSnapshots(mostOfEachKind)),
    ...(await contents.listDeployedContents(mostOfEachKind)),
  ]
  const faults = keys.flatMap((key) => {
    const fault = prove(key)
    return fault === undefined
      ? []
      : [`${key.publicHalf ? 'the key' : 'the secret'} of ${key.owner} ${fault}`]
  })
  return { tried: keys.length, faults }
}
