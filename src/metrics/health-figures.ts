import type { HealthCheck, MeasureUnit } from '../domain/model/health/check.ts'
import type { Figure } from './figure.ts'

interface MeasuredFigure {
  readonly name: string
  readonly help: string
  readonly check: string
  readonly measure: string
}

/** What health measures and people draw over time: a figure of its own each, with the unit in its name. */
const measured: readonly MeasuredFigure[] = [
  figure(
    'database_write_seconds',
    'How long a durable write of one row took.',
    'database_writable',
    'latency',
  ),
  figure('database_size_bytes', 'Size of the database.', 'database_size', 'size'),
  figure('database_log_bytes', "Size of SQLite's write-ahead log.", 'database_size', 'log'),
  figure('database_waiting_writes', 'Writes that wait for their turn.', 'database_queue', 'waiting'),
  figure('disk_free_bytes', 'Room left on the disk of the data folder.', 'disk_space', 'free'),
  figure('disk_size_bytes', 'Size of that disk.', 'disk_space', 'total'),
  figure('backup_age_seconds', 'Age of the last backup; absent: none was ever made.', 'backup_made', 'age'),
  figure('backup_verified_age_seconds', 'Since a backup was last verified.', 'backup_verified', 'age'),
  figure('authorities_active', 'CAs that may issue.', 'authority_lives', 'active'),
  figure('authority_nearest_end_seconds', 'Until the first of them ends.', 'authority_lives', 'nearest_end'),
  figure(
    'status_responder_nearest_end_seconds',
    'Until the first OCSP responder certificate ends.',
    'status_responders',
    'nearest_end',
  ),
  figure('jobs_oldest_due_seconds', 'How long the oldest job has been due.', 'jobs_queue', 'oldest_age'),
  figure('jobs_failing', 'Jobs whose last attempt failed.', 'jobs_failing', 'failing'),
  figure('audit_unsealed_records', 'Audit records that wait to be sealed.', 'audit_sealing', 'unsealed'),
  figure('audit_unsealed_age_seconds', 'Age of the oldest of them.', 'audit_sealing', 'oldest_age'),
  figure(
    'audit_sink_behind_records',
    'How far the slowest audit sink is behind.',
    'audit_sinks',
    'most_behind',
  ),
  figure(
    'tls_certificate_remaining_seconds',
    "Until the API's certificate ends.",
    'tls_certificate',
    'remaining',
  ),
  figure(
    'clock_database_ahead_seconds',
    "How far the database's clock is ahead of ours.",
    'clock',
    'database_ahead',
  ),
  figure('clock_set_seconds', 'How far the clock was set since the start.', 'clock', 'set_since_start'),
  figure(
    'engine_waiting_orders',
    'Orders that the thread which signs has not answered.',
    'keys',
    'engine_waiting',
  ),
  figure('rsa_waiting_orders', 'Callers that wait for RSA keys.', 'keys', 'waiting'),
  figure('rsa2048_ready_keys', 'RSA 2048 keys in stock.', 'keys', 'rsa2048_ready'),
  figure('rsa4096_ready_keys', 'RSA 4096 keys in stock.', 'keys', 'rsa4096_ready'),
  figure(
    'locked_credentials',
    'Pairs of credential and address locked on this node.',
    'sign_in_locks',
    'locked',
  ),
  figure(
    'quota_largest_part_ratio',
    'The part that is used of the quota that is used most.',
    'quotas',
    'largest_part',
  ),
]

function figure(name: string, help: string, check: string, measure: string): MeasuredFigure {
  return { name: `chancery_${name}`, help, check, measure }
}

/** Which units a figure of this name may have, by its ending. */
export const unitOf = (name: string): MeasureUnit =>
  name.endsWith('_seconds')
    ? 'seconds'
    : name.endsWith('_bytes')
      ? 'bytes'
      : name.endsWith('_ratio')
        ? 'ratio'
        : 'count'

function measuredValue(
  checks: readonly HealthCheck[],
  { name, check, measure }: MeasuredFigure,
): number | null {
  const found = checks
    .find((one) => one.name === check)
    ?.measures.find((one) => one.name === measure && one.unit === unitOf(name))
  return found?.value ?? null
}

const severities = { ok: 0, unknown: 1, warning: 2, alarm: 3 } as const

export const healthFigures: readonly Figure[] = [
  {
    name: 'chancery_health_check_severity',
    help: 'Of each check of GET /v1/health: 0 ok, 1 unknown, 2 warning, 3 alarm.',
    labelNames: ['check'],
    samples: ({ checks }) =>
      (checks ?? []).map(({ name, severity }) => ({ labels: { check: name }, value: severities[severity] })),
  },
  ...measured.map(
    (one): Figure => ({
      name: one.name,
      help: one.help,
      labelNames: [],
      samples: ({ checks }) => [{ labels: {}, value: checks ? measuredValue(checks, one) : null }],
    }),
  ),
]
