import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** Structured lines on stderr, so that stdout stays for data. */
export const createLog = (level: string): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2))
