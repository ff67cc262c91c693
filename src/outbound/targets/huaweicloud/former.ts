import type { PushContent } from '../../../domain/model/push-place.ts'
import type { TargetSnapshot } from '../../../domain/ports/push-targets.ts'
import { endingInLine, fingerprintsIn, fullChain, isKeyOf } from '../pem.ts'

/** What was there. The key is null where the service does not tell it and we did not push it. */
export interface Former {
  readonly certificate: string
  readonly privateKey: string | null
}

/** A key that is echoed as `******` is none. */
export function formerOf(certificate: string, echoed: unknown, pushed: PushContent | undefined): Former {
  if (typeof echoed === 'string' && isKeyOf(echoed, certificate)) return { certificate, privateKey: echoed }
  const isOurs = pushed && fingerprintsIn(certificate)?.sha256 === pushed.fingerprint
  return isOurs
    ? { certificate: fullChain(pushed), privateKey: endingInLine(pushed.privateKeyPem) }
    : { certificate, privateKey: null }
}

export const isSameCertificate = (certificate: unknown, other: string): boolean => {
  const fingerprint = fingerprintsIn(certificate)?.sha256
  return fingerprint !== undefined && fingerprint === fingerprintsIn(other)?.sha256
}

export const writeSnapshot = (snapshot: object): TargetSnapshot => Buffer.from(JSON.stringify(snapshot))

export const readSnapshot = <Snapshot>(snapshot: NonNullable<TargetSnapshot>): Snapshot =>
  JSON.parse(Buffer.from(snapshot).toString()) as Snapshot

export const keyUntold = (service: string) =>
  `${service} tells no private keys, so the former certificate can not be put back`
