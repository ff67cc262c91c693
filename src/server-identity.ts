import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Config, isWildcard } from './config/config.ts'
import { isHost } from './crypto/server-certificate.ts'
import { openTlsAuthority } from './crypto/tls-authority.ts'
import { bindLocalDoors } from './domain/operations/local/local-doors.ts'
import type { World } from './domain/operations/world.ts'
import { ownCaller } from './local-caller.ts'
import { writeFileAtomically } from './system/files.ts'
import { type TlsIdentity, tlsIdentityFromFiles } from './system/tls-files.ts'

/** The administrator's certificate, or one of the installation's own root, whose certificate clients are given. */
export async function openIdentity(
  config: Config,
  world: World,
): Promise<{ tls: TlsIdentity; caFile: string | null }> {
  if (config.tlsFiles) return { tls: await tlsIdentityFromFiles(config.tlsFiles), caFile: null }
  const { vault, random } = world
  const doors = bindLocalDoors(world, ownCaller, 'renewTlsRoot')
  const authority = await openTlsAuthority({ doors, vault, random }, hostsOf(config), world.clock.now())
  const caFile = join(config.dataFolder, 'ca.pem')
  let written = ''
  const writeRoots = async () => {
    const { rootsPem } = authority
    if (rootsPem === written) return
    await writeFileAtomically(caFile, rootsPem, 0o644)
    written = rootsPem
  }
  await writeRoots()
  const renewed = async (now: number) => {
    const material = await authority.renewed(now)
    await writeRoots()
    return material
  }
  return { tls: { material: authority.material, renewed }, caFile }
}

function hostsOf(config: Config): string[] {
  const named = [config.listen.hostname, new URL(config.apiUrl).hostname, hostname().toLowerCase()]
  const hosts = ['localhost', '127.0.0.1', ...named.map((host) => host.replace(/^\[|\]$/g, ''))]
  return [...new Set(hosts)].filter((host) => !isWildcard(host) && isHost(host))
}
