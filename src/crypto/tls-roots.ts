import type { InstallationStore } from '../domain/ports/installation-store.ts'

/** The API's own authority as it is stored; its key is sealed. */
export interface StoredRoot {
  readonly certificateDer: Uint8Array
  readonly sealed: Uint8Array
}

/** The root that certifies now, the one that will, and the certificate of the one that did, where there are such. */
export interface StoredRoots {
  readonly current: StoredRoot
  readonly next: StoredRoot | undefined
  readonly former: Uint8Array | undefined
}

const names = {
  current: { certificate: 'tls-root-certificate', key: 'tls-root-key' },
  next: { certificate: 'next-tls-root-certificate', key: 'next-tls-root-key' },
  former: 'former-tls-root-certificate',
} as const

/** Undefined in an installation that has none yet. */
export async function readRoots(
  installation: Pick<InstallationStore, 'findValue'>,
): Promise<StoredRoots | undefined> {
  const current = await readRoot(installation, 'current')
  if (!current) return undefined
  return {
    current,
    next: await readRoot(installation, 'next'),
    former: await installation.findValue(names.former),
  }
}

async function readRoot(
  installation: Pick<InstallationStore, 'findValue'>,
  which: 'current' | 'next',
): Promise<StoredRoot | undefined> {
  const certificateDer = await installation.findValue(names[which].certificate)
  const sealed = await installation.findValue(names[which].key)
  return certificateDer && sealed && { certificateDer, sealed }
}

export async function writeRoots(
  installation: InstallationStore,
  { current, next, former }: StoredRoots,
): Promise<void> {
  await installation.setValue(names.current.certificate, current.certificateDer)
  await installation.setValue(names.current.key, current.sealed)
  if (next) {
    await installation.setValue(names.next.certificate, next.certificateDer)
    await installation.setValue(names.next.key, next.sealed)
  } else {
    await installation.removeValue(names.next.certificate)
    await installation.removeValue(names.next.key)
  }
  if (former) await installation.setValue(names.former, former)
}
