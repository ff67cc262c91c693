import { alternativeNameOf, type Purpose } from './certificate-form.ts'

/** A row of the file: what is to be issued, and what came of it. */
export interface BulkRow {
  /** As it stands in the file, counted from 1; the heading is 1. */
  readonly line: number
  readonly commonName: string
  readonly names: readonly string[]
  readonly days: number
  readonly state: 'waiting' | 'issued' | 'failed'
  readonly certificateId: string
  readonly reason: string
}

export const bulkColumns = ['common_name', 'names', 'days', 'certificate_id', 'error'] as const
export const mostRows = 10_000

export const exampleCsv =
  'common_name,names,days\nwww.example.com,www.example.com;example.com,365\nmail.example.com,,90\n'

/**
 * Rows of a CSV file with a heading (RFC 4180). A file of results is one, too: rows that have a certificate are done, so
 * that work goes on where it stopped. Throws with the line that can't be read.
 */
export function readBulkCsv(text: string): readonly BulkRow[] {
  const [heading = [], ...lines] = readCsv(text.replace(/^\ufeff/, ''))
  const places = bulkColumns.map((column) => heading.findIndex((cell) => cell.trim() === column))
  if (places[0] === -1) throw new Error('common_name')
  if (lines.length > mostRows) throw new Error(String(mostRows))
  return lines.map((cells, index) => {
    const cell = (place: number) => (cells[places[place] ?? -1] ?? '').trim()
    const certificateId = cell(3)
    return {
      line: index + 2,
      commonName: cell(0),
      names: cell(1)
        .split(/[;\s]+/)
        .filter(Boolean),
      days: Number(cell(2) || 365),
      state: certificateId ? 'issued' : 'waiting',
      certificateId,
      reason: '',
    }
  })
}

const csvPart = /"((?:[^"]|"")*)"|([^",\r\n]+)|(,)|(\r?\n)/g

/** Cells of every line that is not empty. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row = ['']
  for (const [, quoted, plain, comma, lineEnd] of `${text}\n`.matchAll(csvPart)) {
    if (comma) row.push('')
    else if (lineEnd) {
      if (row.some((cell) => cell.trim() !== '')) rows.push(row)
      row = ['']
    } else row[row.length - 1] += quoted?.replaceAll('""', '"') ?? plain ?? ''
  }
  return rows
}

export interface BulkChoice {
  readonly issuerId: string
  readonly purposes: readonly Purpose[]
  readonly keyAlgorithm: 'EC256' | 'EC384' | 'RSA2048' | 'RSA4096'
}

export const bulkRequest = ({ commonName, names, days }: BulkRow, choice: BulkChoice) => ({
  issuer_id: choice.issuerId,
  key_algorithm: choice.keyAlgorithm,
  signature_algorithm: 'SHA256' as const,
  distinguished_name: { common_name: commonName },
  validity: { type: 'DAY' as const, value: days },
  ...(names.length > 0 && { subject_alternative_names: names.map(alternativeNameOf) }),
  extended_key_usage: Object.fromEntries(choice.purposes.map((purpose) => [purpose, true])),
})

/** The results as a file that this page reads again. */
export function writeBulkCsv(rows: readonly BulkRow[]): string {
  const lines = rows.map(({ commonName, names, days, certificateId, reason }) =>
    [commonName, names.join(';'), String(days), certificateId, reason].map(csvCell).join(','),
  )
  return `${[bulkColumns.join(','), ...lines].join('\r\n')}\r\n`
}

/** Quoted where it must be; what a spreadsheet would take for a formula is text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
