import pg from 'pg'

/** COUNT and BIGINT as numbers, BYTEA as plain octets; everything else as `pg` has it. */
function columnParsers(): pg.TypeOverrides {
  const parsers = new pg.TypeOverrides()
  parsers.setTypeParser(pg.types.builtins.INT8, Number)
  parsers.setTypeParser(pg.types.builtins.BYTEA, (hex: string) => Uint8Array.fromHex(hex.slice('\\x'.length)))
  return parsers
}

/** Longer than any wait of a healthy pool; a caller is told that the database can't be reached. */
const longestWaitMs = 10_000

/**
 * Between the statements of a transaction nothing is waited for, so that one this long silent is a node that was paused
 * or cut off. The server ends it: the rows that it locked, such as a quota's, hold up the other nodes meanwhile.
 */
const longestSilenceMs = 5_000

/** Connections are made when there is work for them, up to `connections`. */
export function openPool(url: string, connections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: longestWaitMs,
    idle_in_transaction_session_timeout: longestSilenceMs,
    types: columnParsers(),
  })
  // An idle connection that breaks leaves the pool by itself, and one at work fails its work; without listeners each
  // would end the process.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}
