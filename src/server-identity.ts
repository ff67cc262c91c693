import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Config, isWildcard } from './config/config.ts'
import { isHost, openTlsRoot } from './crypto/server-certificate.ts'
import type { ServerCertificateState } from './domain/model/health/observations.ts'
import type { World } from './domain/operations/world.ts'
import { writeFileAtomically } from './system/files.ts'
import { endOfCertificate, type TlsIdentity, tlsIdentityFromFiles } from './system/tls-files.ts'

/** What the API presents itself with over TLS, and the file of its root, where the installation has made one. */
export interface ServerIdentity {
  readonly tls: TlsIdentity
  readonly caFile: string | null
  /** When that root ends, in ms since the epoch. */
  readonly rootNotAfter: number | null
}

/** The administrator's certificate, or one of the installation's own root, whose certificate clients are given. */
export async function openIdentity(config: Config, world: World): Promise<ServerIdentity> {
  if (config.tlsFiles) {
    return { tls: await tlsIdentityFromFiles(config.tlsFiles), caFile: null, rootNotAfter: null }
  }
  const root = await openTlsRoot(world.database, world.vault, world.random, world.clock.now())
  const caFile = join(config.dataFolder, 'ca.pem')
  await writeFileAtomically(caFile, root.certificatePem, 0o644)
  const named = [config.listen.hostname, new URL(config.apiUrl).hostname, hostname().toLowerCase()]
  const hosts = ['localhost', '127.0.0.1', ...named.map((host) => host.replace(/^\[|\]$/g, ''))]
  const usable = [...new Set(hosts)].filter((host) => !isWildcard(host) && isHost(host))
  const rootNotAfter = endOfCertificate(root.certificatePem)
  return { tls: root.identityFor(usable, world.clock.now()), caFile, rootNotAfter }
}

/** Keeps track of what the API presents itself with, for health. */
export function presentedCertificate({ tlsFiles }: Config, identity: ServerIdentity | undefined) {
  let notAfter = identity ? endOfCertificate(identity.tls.material.cert) : 0
  return {
    presented: (pem: string) => {
      notAfter = endOfCertificate(pem)
    },
    serverCertificate: (): ServerCertificateState | null =>
      identity ? { isOwn: tlsFiles !== null, notAfter, rootNotAfter: identity.rootNotAfter } : null,
  }
}
