export interface ManyRevoked {
  readonly accountId: string
  readonly issuerId: string
  readonly count: number
  /** The first certificate ends here, each next one `stepMs` later. */
  readonly notAfter: number
  readonly stepMs: number
  readonly revokedAt: number
}

/** 16 octets that no other row has: a random one in SQLite's words, the digest of its number in PostgreSQL's. */
const serial = {
  sqlite: "cast(x'40' || randomblob(15) as blob)",
  postgres: "'\\x40'::bytea || substring(decode(md5(random()::text || i), 'hex') from 1 for 15)",
} as const

/** The statement that registers and revokes serials by the million, for every fifth another reason. */
export function insertManyRevoked(url: string, many: ManyRevoked): string {
  const { accountId, issuerId, count, notAfter, stepMs, revokedAt } = many
  return `with recursive number(i) as (select 0 union all select i + 1 from number where i < ${count - 1})
    insert into issued_serial
      (issuer_id, serial_number, account_id, not_after, revoked_at, revocation_reason, held_at)
    select '${issuerId}', ${url.startsWith('sqlite:') ? serial.sqlite : serial.postgres}, '${accountId}',
      ${notAfter} + i * cast(${stepMs} as bigint), ${revokedAt} - i * 1000,
      case i % 5 when 0 then 'UNSPECIFIED' when 1 then 'KEY_COMPROMISE' when 2 then 'SUPERSEDED'
        when 3 then 'CERTIFICATE_HOLD' else 'CESSATION_OF_OPERATION' end, null
    from number`
}
