import type { LostRevocation } from '../cli/revocation-commands.ts'
import type { Config } from '../config/config.ts'
import { type RevocationReason, revocationReasons } from '../domain/model/revocation.ts'
import type { SerialNumber } from '../domain/model/serial-number.ts'
import { giveUpJournal } from '../domain/operations/local/give-up-journal.ts'
import { revokeLost } from '../domain/operations/local/revoke-lost.ts'
import type { CommandAnswer } from './audit-commands.ts'
import { type LocalPlace, withLocalWorld } from './local-world.ts'

type Place = Pick<Config, 'databaseUrl' | 'masterKeyFile'>

/** Throws an Error of one line. */
export async function giveUpLostJournal(place: Place, authorityId: string): Promise<CommandAnswer> {
  return await withLocalWorld(place, async ({ database, clock, doors, openVault }) => {
    await openVault(place.masterKeyFile)
    const accountId = await ownerOf(database, authorityId)
    const owner = { accountId, authorityId }
    const isAwaited = await giveUpJournal(doors('giveUpJournal', accountId), clock, owner)
    const when = isAwaited ? 'once what is left was read' : 'where it waited'
    return said(
      `the CA signs again ${when}; what was revoked since the backup and stands nowhere else is good again`,
      'what you know of that, revoke once more: chancery revoke-lost --issuer … --serial …',
    )
  })
}

/** Throws an Error of one line. */
export async function revokeLostCertificate(place: Place, lost: LostRevocation): Promise<CommandAnswer> {
  const serialNumber = parseSerial(lost.serial)
  const reason = parseReason(lost.reason)
  const notAfter = lost.ends === undefined ? null : parseTime(lost.ends)
  return await withLocalWorld(place, async ({ database, clock, doors, openVault }) => {
    await openVault(place.masterKeyFile)
    const { issuer: issuerId } = lost
    const accountId = await ownerOf(database, issuerId)
    const known = await database.search(accountId, ({ certificates }) =>
      certificates.idsBySerial(issuerId, [serialNumber]),
    )
    const certificate = { accountId, issuerId, serialNumber, reason, notAfter }
    await revokeLost(doors('revokeLost', accountId), clock, [...known.values()], certificate)
    return said(`${serialNumber} is revoked; a server that runs tells of it at once, and in its next list`)
  })
}

async function ownerOf(database: LocalPlace['database'], authorityId: string): Promise<string> {
  const accountId = await database.read('', ({ publicAuthorities }) =>
    publicAuthorities.findOwner(authorityId),
  )
  if (accountId !== undefined) return accountId
  throw new Error(`there is no CA ${authorityId}: its id is what the API calls ca_id`)
}

function parseSerial(text: string): SerialNumber {
  const isHex = /^(0x[0-9a-f]{1,40}|[0-9a-f]{2}(:[0-9a-f]{2}){1,19})$/i.test(text)
  const digits = isHex ? `0x${text.replace(/^0x/i, '').replaceAll(':', '')}` : text
  if ((!isHex && !/^\d{1,49}$/.test(text)) || BigInt(digits) === 0n) {
    throw new Error(`--serial ${text} is no serial number: decimal, or hexadecimal with 0x or colons`)
  }
  return BigInt(digits).toString()
}

/** A hold could be released only by who finds the certificate, so it is none of these. */
const reasons = Object.keys(revocationReasons).filter((reason) => reason !== 'CERTIFICATE_HOLD')

function parseReason(text: string): RevocationReason {
  if (reasons.includes(text)) return text as RevocationReason
  throw new Error(`--reason ${text} is none of ${reasons.join(', ')}`)
}

function parseTime(text: string): number {
  const time = Date.parse(text)
  if (Number.isNaN(time)) throw new Error(`--ends ${text} is no date: write it as 2027-06-30`)
  return time
}

const said = (...words: string[]): CommandAnswer => ({ data: '', words, isRight: true })
