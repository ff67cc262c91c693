import type { Revocation } from '../model/revocation.ts'
import type { SerialNumber } from '../model/serial-number.ts'

export interface RegisteredSerial {
  /** Identifies the issuer's key: the id of the CA that holds it. */
  readonly issuerId: string
  readonly serialNumber: SerialNumber
  readonly notAfter: number
}

/** What is known of a serial number; null: not revoked. */
export interface SerialStatus {
  readonly revocation: Revocation | null
}

export interface SerialReader {
  /** When the last certificate of this issuer ends but these; undefined where there is none. Looks at all of them. */
  lastEnd(issuerId: string, except: readonly SerialNumber[]): Promise<number | undefined>
  /** Undefined: this issuer never used it, or it ended so long ago that nobody may ask. */
  find(issuerId: string, serialNumber: SerialNumber): Promise<SerialStatus | undefined>
  /** Of several at once; those that are not known are absent. */
  findEach(issuerId: string, serialNumbers: readonly SerialNumber[]): Promise<Map<SerialNumber, SerialStatus>>
}

/**
 * Every serial number ever signed, per issuer. It outlives the records it tells of, until their `notAfter`
 * (api-answers A6): CRL and OCSP read from here, and no serial is used twice.
 */
export interface SerialRegistry extends SerialReader {
  /** Throws `unexpected` when the issuer used the serial before; the whole write is refused with it. */
  register(serial: RegisteredSerial): Promise<void>
  /** Records why and when; a later reason replaces a hold and keeps the hold's own time in history. */
  revoke(issuerId: string, serialNumber: SerialNumber, revocation: Revocation): Promise<void>
  /** The hold is over; that there was one stays in history. Nothing but a hold is ever taken back. */
  release(issuerId: string, serialNumber: SerialNumber): Promise<void>
}
