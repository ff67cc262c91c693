import { DomainError } from '../domain/model/errors.ts'
import type { Revocation } from '../domain/model/revocation.ts'
import { type SerialNumber, serialOctets } from '../domain/model/serial-number.ts'
import type { RegisteredSerial, SerialRegistry } from '../domain/ports/serial-registry.ts'
import { prepare } from './prepared.ts'
import { revocationColumns } from './revocation-columns.ts'
import type { StoreBinding } from './session.ts'

interface NewSerial {
  issuer_id: string
  serial_number: Uint8Array
  account_id: string
  not_after: number
}

const insertSerial = prepare<NewSerial>((db, place) =>
  db
    .insertInto('issued_serial')
    .values({
      issuer_id: place('issuer_id'),
      serial_number: place('serial_number'),
      account_id: place('account_id'),
      not_after: place('not_after'),
      ...revocationColumns(null),
      held_at: null,
    })
    .onConflict((conflict) => conflict.columns(['issuer_id', 'serial_number']).doNothing()),
)

export class SqlSerialRegistry implements SerialRegistry {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async register({ issuerId, serialNumber, notAfter }: RegisteredSerial): Promise<void> {
    const { numAffectedRows } = await insertSerial(this.#binding, {
      issuer_id: issuerId,
      serial_number: serialOctets(serialNumber),
      account_id: this.#binding.accountId,
      not_after: notAfter,
    })
    if (numAffectedRows === 0n) throw unexpected('the issuer used this serial number before')
  }

  /** Throws `unexpected` when the account registered no such serial. */
  async revoke(issuerId: string, serialNumber: SerialNumber, revocation: Revocation): Promise<void> {
    const { db, accountId } = this.#binding
    const isHold = revocation.reason === 'CERTIFICATE_HOLD'
    const { numUpdatedRows } = await db
      .updateTable('issued_serial')
      .set({ ...revocationColumns(revocation), ...(isHold && { held_at: revocation.revokedAt }) })
      .where('issuer_id', '=', issuerId)
      .where('serial_number', '=', serialOctets(serialNumber))
      .where('account_id', '=', accountId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw unexpected('this serial number was never registered')
  }

  /** Throws `unexpected` when the account holds no such serial. */
  async release(issuerId: string, serialNumber: SerialNumber): Promise<void> {
    const { db, accountId } = this.#binding
    const { numUpdatedRows } = await db
      .updateTable('issued_serial')
      .set(revocationColumns(null))
      .where('issuer_id', '=', issuerId)
      .where('serial_number', '=', serialOctets(serialNumber))
      .where('account_id', '=', accountId)
      .where('revocation_reason', '=', 'CERTIFICATE_HOLD')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw unexpected('this serial number is not held')
  }
}

const unexpected = (reason: string) => new DomainError('unexpected', { reason })
