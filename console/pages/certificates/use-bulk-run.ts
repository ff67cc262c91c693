import { pca } from 'virtual:contract'
import { useRef, useState } from 'react'
import { isApiError } from '../../api/api-error.ts'
import { ask } from '../../api/ask.ts'
import { type BulkChoice, type BulkRow, bulkRequest } from './bulk-csv.ts'

const atOnce = 4

/** Issues row by row, a few at once; may be stopped and gone on with at any time. */
export function useBulkRun() {
  const [rows, setRows] = useState<readonly BulkRow[]>([])
  const [isRunning, setRunning] = useState(false)
  const isStopped = useRef(false)
  const change = (line: number, changed: Partial<BulkRow>) =>
    setRows((now) => now.map((row) => (row.line === line ? { ...row, ...changed } : row)))

  const run = async (choice: BulkChoice) => {
    isStopped.current = false
    setRunning(true)
    const waiting = rows.filter(({ state }) => state !== 'issued')
    const work = async () => {
      for (let row = waiting.shift(); row && !isStopped.current; row = waiting.shift()) {
        change(row.line, await issue(row, choice))
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    setRunning(false)
  }
  const stop = () => {
    isStopped.current = true
  }
  return { rows, setRows, run, stop, isRunning }
}

async function issue(row: BulkRow, choice: BulkChoice): Promise<Partial<BulkRow>> {
  try {
    const body = bulkRequest(row, choice)
    const { certificate_id } = await ask(pca.certificates.issueCertificate, { body })
    return { state: 'issued', certificateId: certificate_id, reason: '' }
  } catch (error) {
    const reason = isApiError(error) ? `${error.code} ${error.message}`.trim() : String(error)
    return { state: 'failed', reason }
  }
}
