import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Config, isWildcard } from './config/config.ts'
import { isHost, openTlsRoot } from './crypto/server-certificate.ts'
import type { World } from './domain/operations/world.ts'
import { writeFileAtomically } from './system/files.ts'
import { type TlsIdentity, tlsIdentityFromFiles } from './system/tls-files.ts'

/** The administrator's certificate, or one of the installation's own root, whose certificate clients are given. */
export async function openIdentity(
  config: Config,
  world: World,
): Promise<{ tls: TlsIdentity; caFile: string | null }> {
  if (config.tlsFiles) return { tls: await tlsIdentityFromFiles(config.tlsFiles), caFile: null }
  const root = await openTlsRoot(world.database, world.vault, world.random, world.clock.now())
  const caFile = join(config.dataFolder, 'ca.pem')
  await writeFileAtomically(caFile, root.certificatePem, 0o644)
  const named = [config.listen.hostname, new URL(config.apiUrl).hostname, hostname().toLowerCase()]
  const hosts = ['localhost', '127.0.0.1', ...named.map((host) => host.replace(/^\[|\]$/g, ''))]
  const usable = [...new Set(hosts)].filter((host) => !isWildcard(host) && isHost(host))
  return { tls: root.identityFor(usable, world.clock.now()), caFile }
}
