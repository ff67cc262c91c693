import type { PlacedRecord } from '../../domain/model/audit-block.ts'
import { recordJson } from './record-json.ts'

/** RFC 5424 §6.2.1: facility 13 is "log audit"; severity 6 informational, 4 warning. */
const facility = 13
const severities = { done: 6, refused: 4 } as const

/** A record by RFC 5424: no structured data, the record in JSON as the message, in ASCII so that no mark is needed. */
export function syslogMessage(record: PlacedRecord, host: string): string {
  const priority = facility * 8 + severities[record.result === 'success' ? 'done' : 'refused']
  const time = new Date(record.at).toISOString()
  const header = `<${priority}>1 ${time} ${word(host, 255)} chancery - ${word(record.operation, 32)} -`
  return `${header} ${asciiOf(recordJson(record))}`
}

/** Visible ASCII of at most so many characters; a dash where there is none. */
const word = (text: string, length: number) => text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, length) || '-'

/** Only texts hold other characters, and JSON can spell them there. */
const asciiOf = (json: string) =>
  json.replaceAll(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
