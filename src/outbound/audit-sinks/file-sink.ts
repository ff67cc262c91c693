import { type FileHandle, open } from 'node:fs/promises'
import type { PlacedRecord } from '../../domain/model/audit-block.ts'
import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import { recordJson } from './record-json.ts'
import { trySink } from './try-sink.ts'

/** A JSON object a line. The file is opened for each delivery, so that it can be moved away at any time. */
export const createFileSink = (path: string): AuditSink => {
  const deliver = (records: readonly PlacedRecord[]) => append(path, records)
  return {
    name: `file:${path}`,
    type: 'file',
    facts: [],
    try: (trial) => trySink(trial, { deliver }, 'the file can be written'),
    deliver,
  }
}

async function append(path: string, records: readonly PlacedRecord[]): Promise<void> {
  const file = await open(path, 'a+', 0o600)
  try {
    const start = (await endsInLine(file)) ? '' : '\n'
    await file.appendFile(start + records.map((record) => `${recordJson(record)}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** False behind what was torn off when the disk was full or the process was killed. */
async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return true
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() === '\n'
}
