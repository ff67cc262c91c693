import { DomainError } from '../domain/model/errors.ts'
import type { Revocation } from '../domain/model/revocation.ts'
import { type SerialNumber, serialFromOctets, serialOctets } from '../domain/model/serial-number.ts'
import type { RegisteredSerial, SerialRegistry, SerialStatus } from '../domain/ports/serial-registry.ts'
import { prepare } from './prepared.ts'
import { type RevocationColumns, revocationColumns, revocationOf } from './revocation-columns.ts'
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

const selectSerial = prepare<Omit<NewSerial, 'not_after'>, RevocationColumns>((db, place) =>
  db
    .selectFrom('issued_serial')
    .select(['revoked_at', 'revocation_reason'])
    .where('issuer_id', '=', place('issuer_id'))
    .where('serial_number', '=', place('serial_number'))
    .where('account_id', '=', place('account_id')),
)

export class SqlSerialRegistry implements SerialRegistry {
  readonly #binding: StoreBinding

  constructor(binding: StoreBinding) {
    this.#binding = binding
  }

  async find(issuerId: string, serialNumber: SerialNumber): Promise<SerialStatus | undefined> {
    const { rows } = await selectSerial(this.#binding, {
      issuer_id: issuerId,
      serial_number: serialOctets(serialNumber),
      account_id: this.#binding.accountId,
    })
    const [row] = rows
    return row && { revocation: revocationOf(row) }
  }

  async findEach(
    issuerId: string,
    serialNumbers: readonly SerialNumber[],
  ): Promise<Map<SerialNumber, SerialStatus>> {
    if (serialNumbers.length === 0) return new Map()
    const { db, accountId } = this.#binding
    const rows = await db
      .selectFrom('issued_serial')
      .select(['serial_number', 'revoked_at', 'revocation_reason'])
      .where('issuer_id', '=', issuerId)
      .where('serial_number', 'in', serialNumbers.map(serialOctets))
      .where('account_id', '=', accountId)
      .execute()
    return new Map(
      rows.map((row) => [serialFromOctets(row.serial_number), { revocation: revocationOf(row) }]),
    )
  }

  async lastEnd(issuerId: string, except: readonly SerialNumber[]): Promise<number | undefined> {
    const { db, accountId } = this.#binding
    const row = await db
      .selectFrom('issued_serial')
      .select((eb) => eb.fn.max('not_after').as('last'))
      .where('issuer_id', '=', issuerId)
      .where('account_id', '=', accountId)
      .$if(except.length > 0, (query) => query.where('serial_number', 'not in', except.map(serialOctets)))
      .executeTakeFirst()
    return row?.last ?? undefined
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
