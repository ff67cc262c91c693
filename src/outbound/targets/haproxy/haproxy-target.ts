import { DomainError } from '../../../domain/model/errors.ts'
import type { PushContent, PushPlace } from '../../../domain/model/push-place.ts'
import type { PushTarget, Sight, TargetSnapshot } from '../../../domain/ports/push-targets.ts'
import { refused } from '../failure.ts'
import { endingInLine, fingerprintsIn, fullChain } from '../pem.ts'
import { filled, ownIdOf, ownNameOf, segment } from '../place-names.ts'
import { type Command, createRuntime, type RuntimeSocket } from './runtime.ts'
import { readStored, removeStored, writeStored } from './stored-file.ts'
import { tryHaproxy } from './try-haproxy.ts'

export interface HaproxyPlace {
  readonly socket: RuntimeSocket
  /** Pattern of the name that HAProxy has for the certificate: the file that it was, or would be, loaded from. */
  readonly certificate: string
  /** Pattern of where we see that file; null where we don't, and HAProxy loses the certificate with its next start. */
  readonly file: string | null
  /** The list, or the folder of `bind … crt`, that new certificates are added to. */
  readonly crtList: string | null
}

/** What HAProxy tells of a certificate. */
interface Shown {
  readonly sha1: string
  readonly isUsed: boolean
}

interface Snapshot {
  readonly sha1: string
  /** Null where HAProxy has it and nobody told us the key. */
  readonly pem: string | null
}

/** Certificates of a running HAProxy (2.4 or newer), replaced over its runtime API: nothing is loaded anew, no connection ends. */
export function createHaproxyTarget(name: string, place: HaproxyPlace, patienceMs: number): PushTarget {
  const ask = createRuntime(place.socket, patienceMs)
  const certificateOf = (at: PushPlace) => filled(place.certificate, at, segment)
  const fileOf = (at: PushPlace) => place.file && filled(place.file, at, segment)

  const put = async (at: PushPlace, pem: string): Promise<void> => {
    const certificate = certificateOf(at)
    const sha1 = fingerprintsIn(pem)?.sha1
    const shown = await show(ask, certificate)
    if (shown?.sha1 !== sha1) await replace(ask, certificate, pem, shown === undefined)
    if (place.crtList && !shown?.isUsed) {
      await must(ask, `add ssl crt-list ${place.crtList} ${certificate}`, /Success!/)
    }
    const file = fileOf(at)
    if (file && (await readStored(file)) !== pem) await writeStored(file, pem)
  }
  const takeAway = async (at: PushPlace): Promise<void> => {
    const certificate = certificateOf(at)
    const shown = await show(ask, certificate)
    if (shown?.isUsed && place.crtList) {
      await must(ask, `del ssl crt-list ${place.crtList} ${certificate}`, /deleted in crtlist/)
    }
    if (shown) await must(ask, `del ssl cert ${certificate}`, /deleted!/)
    const file = fileOf(at)
    if (file) await removeStored(file)
  }

  return {
    name,
    type: 'haproxy',
    facts: [{ name: 'socket', value: shownSocket(place.socket) }],
    try: (trial) => tryHaproxy(trial, ask, place),
    async snapshot(at, former) {
      const file = fileOf(at)
      const stored = file ? await readStored(file) : undefined
      const shown = await show(ask, certificateOf(at))
      if (stored === undefined && !shown) return null
      const sha1 = shown?.sha1 ?? fingerprintsIn(stored)?.sha1 ?? ''
      const known = former && fingerprintsIn(former.certificatePem)?.sha1 === sha1 ? bundleOf(former) : null
      return Buffer.from(JSON.stringify({ sha1, pem: stored ?? known } satisfies Snapshot))
    },
    async apply(at, content) {
      await put(at, bundleOf(content))
      return { resourceId: ownIdOf(at), resourceName: ownNameOf(at) }
    },
    look: async (at, content) => {
      try {
        return sightOf(await show(ask, certificateOf(at)), content)
      } catch (error) {
        return { isSeen: false, reason: reasonOf(error) }
      }
    },
    async restore(at, snapshot) {
      if (snapshot === null) return takeAway(at)
      const { pem, sha1 } = read(snapshot)
      if (pem !== null) return put(at, pem)
      if ((await show(ask, certificateOf(at)))?.sha1 === sha1) return
      throw refused('HAProxy tells no keys, so the former certificate can not be put back: set "file"')
    },
    remove: takeAway,
  }
}

const shownSocket = (socket: RuntimeSocket) =>
  'host' in socket ? `${socket.host}:${socket.port}` : 'of this machine'

const read = (snapshot: NonNullable<TargetSnapshot>) =>
  JSON.parse(Buffer.from(snapshot).toString()) as Snapshot

const bundleOf = (content: PushContent) => fullChain(content) + endingInLine(content.privateKeyPem)

const reasonOf = (error: unknown) =>
  error instanceof DomainError ? (error.facts.reason ?? error.code) : (error as Error).message

/** What is stored and in no listener's hands is presented to nobody. */
function sightOf(shown: Shown | undefined, { certificatePem }: PushContent): Sight {
  if (shown?.sha1 !== fingerprintsIn(certificatePem)?.sha1) {
    return { isSeen: false, reason: 'HAProxy has another certificate, or none' }
  }
  return shown?.isUsed
    ? { isSeen: true, how: 'read back from HAProxy' }
    : { isSeen: false, reason: 'HAProxy has the certificate, but no listener uses it' }
}

async function show(ask: Command, certificate: string): Promise<Shown | undefined> {
  const answer = await ask(`show ssl cert ${certificate}`)
  if (/Not found/.test(answer)) return undefined
  if (!answer.includes('Filename:')) throw refused(answer)
  const [, sha1 = ''] = /^SHA1 FingerPrint: ([0-9A-F]{40})$/im.exec(answer) ?? []
  return { sha1: sha1.toLowerCase(), isUsed: /^Status: Used$/m.test(answer) }
}

/** What can not be committed is given up, so that nothing of it waits for somebody else's commit. */
async function replace(ask: Command, certificate: string, pem: string, isNew: boolean): Promise<void> {
  if (isNew) await must(ask, `new ssl cert ${certificate}`, /New empty certificate store/)
  try {
    const answer = await ask(`set ssl cert ${certificate}`, pem)
    if (!/^Transaction (created|updated)/m.test(answer)) throw refused(answer)
    await must(ask, `commit ssl cert ${certificate}`, /Success!/)
  } catch (error) {
    await ask(`abort ssl cert ${certificate}`).catch(() => undefined)
    if (isNew) await ask(`del ssl cert ${certificate}`).catch(() => undefined)
    throw error
  }
}

async function must(ask: Command, command: string, success: RegExp): Promise<void> {
  const answer = await ask(command)
  if (!success.test(answer)) throw refused(answer)
}
