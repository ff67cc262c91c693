import { hostname } from 'node:os'
import { join } from 'node:path'
import { type Config, isWildcard } from './config/config.ts'
import { isHost } from './crypto/server-certificate.ts'
import { openTlsAuthority } from './crypto/tls-authority.ts'
import type { ServerCertificateState } from './domain/model/health/observations.ts'
import { bindLocalDoors } from './domain/operations/local/local-doors.ts'
import type { World } from './domain/operations/world.ts'
import { ownCaller } from './local/local-caller.ts'
import { writeFileAtomically } from './system/files.ts'
import { endOfCertificate, type TlsIdentity, tlsIdentityFromFiles } from './system/tls-files.ts'

/** What the API presents itself with over TLS, and the file of its root, where the installation has made one. */
export interface ServerIdentity {
  readonly tls: TlsIdentity
  readonly caFile: string | null
  /** When that root ends, in ms since the epoch. */
  readonly rootNotAfter: () => number | null
}

/** The administrator's certificate, or one of the installation's own root, whose certificate clients are given. */
export async function openIdentity(config: Config, world: World): Promise<ServerIdentity> {
  if (config.tlsFiles) {
    return { tls: await tlsIdentityFromFiles(config.tlsFiles), caFile: null, rootNotAfter: () => null }
  }
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
  const rootNotAfter = () => endOfCertificate(authority.rootsPem)
  return { tls: { material: authority.material, renewed }, caFile, rootNotAfter }
}

function hostsOf(config: Config): string[] {
  const named = [config.listen.hostname, new URL(config.apiUrl).hostname, hostname().toLowerCase()]
  const hosts = ['localhost', '127.0.0.1', ...named.map((host) => host.replace(/^\[|\]$/g, ''))]
  return [...new Set(hosts)].filter((host) => !isWildcard(host) && isHost(host))
}

/** Keeps track of what the API presents itself with, for health. */
export function presentedCertificate({ tlsFiles }: Config, identity: ServerIdentity | undefined) {
  let notAfter = identity ? endOfCertificate(identity.tls.material.cert) : 0
  return {
    presented: (pem: string) => {
      notAfter = endOfCertificate(pem)
    },
    serverCertificate: (): ServerCertificateState | null =>
      identity ? { isOwn: tlsFiles !== null, notAfter, rootNotAfter: identity.rootNotAfter() } : null,
  }
}
