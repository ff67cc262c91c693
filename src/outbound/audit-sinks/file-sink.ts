import { type FileHandle, open } from 'node:fs/promises'
import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import { recordJson } from './record-json.ts'

/** A JSON object a line. The file is opened for each delivery, so that it can be moved away at any time. */
export const createFileSink = (path: string): AuditSink => ({
  name: `file:${path}`,
  async deliver(records) {
    const file = await open(path, 'a+', 0o600)
    try {
      const start = (await endsInLine(file)) ? '' : '\n'
      await file.appendFile(start + records.map((record) => `${recordJson(record)}\n`).join(''))
      await file.sync()
    } finally {
      await file.close()
    }
  },
})

/** False behind what was torn off when the disk was full or the process was killed. */
async function endsInLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return true
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer.toString() === '\n'
}
