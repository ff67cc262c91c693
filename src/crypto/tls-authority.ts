import type { InstallationReaders, InstallationStores, Tell } from '../domain/ports/doors.ts'
import type { Random } from '../domain/ports/random.ts'
import type { Vault } from '../domain/ports/vault.ts'
import { readCertificate } from '../x509/certificate.ts'
import { encodePem } from '../x509/pem.ts'
import { Engine } from './engine.ts'
import {
  certificateLifeMs,
  certify,
  makeRoot,
  type ServerCertificate,
  signingAuthority,
} from './server-certificate.ts'
import { readRoots, type StoredRoot, type StoredRoots, writeRoots } from './tls-roots.ts'

const yearMs = 365 * 24 * 3_600_000
/** A root's successor is made when the root has so long to live, so that clients can learn of it in time. */
const overlapMs = 2 * yearMs
/** For so long clients are told of a root before anything is certified by it. */
const announcedMs = yearMs

/** What it is opened with; `write` adds what is told to the audit trail. */
export interface TlsAuthorityParts {
  readonly doors: {
    readonly read: <Result>(work: (stores: InstallationReaders) => Promise<Result>) => Promise<Result>
    readonly write: <Result>(
      work: (stores: InstallationStores, tell: Tell) => Promise<Result>,
    ) => Promise<Result>
  }
  readonly vault: Vault
  readonly random: Random
}

/** The installation's own certificate authority for the API's TLS, and the server's certificate by it. */
export interface TlsAuthority {
  /** The roots that clients trust, in PEM: the one in use, and its successor or predecessor while they overlap. */
  readonly rootsPem: string
  readonly material: ServerCertificate
  /**
   * Does what the time asks for: makes the root's successor, changes over to it, renews the server's certificate. Yields
   * new material when there is some.
   */
  renewed(now: number): Promise<ServerCertificate | undefined>
}

/** Opens the authority, made once for all nodes; its keys are sealed like every other secret. */
export async function openTlsAuthority(
  parts: TlsAuthorityParts,
  hosts: readonly string[],
  now: number,
): Promise<TlsAuthority> {
  const engine = new Engine(parts.vault)
  const certifyBy = ({ current }: StoredRoots, at: number) =>
    certify(engine, parts.random, signingAuthority(current), hosts, at)
  let roots = await tend(parts, engine, now)
  let lookAt = nextChange(roots)
  let material = certifyBy(roots, now)
  let seenAt = now
  return {
    get rootsPem() {
      return pemOf(roots, seenAt)
    },
    get material() {
      return material
    },
    async renewed(at) {
      const before = roots
      seenAt = at
      if (at >= lookAt) {
        roots = await tend(parts, engine, at)
        lookAt = Math.max(nextChange(roots), at + 1)
      }
      if (at < material.renewAt && isSame(before.current, roots.current)) return undefined
      material = certifyBy(roots, at)
      return material
    },
  }
}

/** Brings the stored roots to where they should be now; of nodes that do so at once, one is first. */
async function tend({ doors, random }: TlsAuthorityParts, engine: Engine, now: number): Promise<StoredRoots> {
  for (;;) {
    const stored = await doors.read(({ installation }) => readRoots(installation))
    const due = dueChange(stored, now)
    if (!due) {
      if (stored) return stored
      throw new Error('there is no TLS root')
    }
    const changed =
      due === 'change over' ? changedOver(stored) : withNew(stored, makeRoot(engine, random, now))
    await doors
      .write(async ({ installation }, tell) => {
        await installation.isEmpty()
        const present = await readRoots(installation)
        const isFirst = isSame(present?.current, stored?.current) && isSame(present?.next, stored?.next)
        if (!isFirst) throw new OtherWasFirst()
        await writeRoots(installation, changed)
        tell({ kind: 'tls-root', id: null, after: pemOf(changed, now) })
      })
      .catch(allowOther)
  }
}

/** Another node changed the roots meanwhile; nothing is written. */
class OtherWasFirst extends Error {
  override readonly name = 'OtherWasFirst'
}

function allowOther(error: unknown): void {
  if (!(error instanceof OtherWasFirst)) throw error
}

function dueChange(stored: StoredRoots | undefined, now: number): 'make' | 'change over' | undefined {
  if (!stored) return 'make'
  const { current, next } = stored
  if (now < nextChange(stored)) return undefined
  return next ? 'change over' : lifeOf(current).notAfter - overlapMs <= now ? 'make' : undefined
}

/** When the roots are to be changed, in ms since the epoch. */
function nextChange({ current, next }: StoredRoots): number {
  const { notAfter } = lifeOf(current)
  if (!next) return notAfter - overlapMs
  return Math.min(lifeOf(next).notBefore + announcedMs, notAfter - certificateLifeMs)
}

const withNew = (stored: StoredRoots | undefined, made: StoredRoot): StoredRoots =>
  stored ? { ...stored, next: made } : { current: made, next: undefined, former: undefined }

function changedOver(stored: StoredRoots | undefined): StoredRoots {
  if (!stored?.next) throw new Error('there is no TLS root to change over to')
  return { current: stored.next, next: undefined, former: stored.current.certificateDer }
}

const lifeOf = ({ certificateDer }: StoredRoot) => readCertificate(certificateDer)

const isSame = (left: StoredRoot | undefined, right: StoredRoot | undefined): boolean =>
  left?.certificateDer.toHex() === right?.certificateDer.toHex()

function pemOf({ current, next, former }: StoredRoots, now: number): string {
  const ders = [current.certificateDer, next?.certificateDer, former].filter((der) => der !== undefined)
  const living = ders.filter((der) => readCertificate(der).notAfter > now)
  return living.map((der) => encodePem('CERTIFICATE', der)).join('')
}
