/** What nodemailer throws. */
export interface SmtpError extends Error {
  /** Of nodemailer: `ETLS`, `EAUTH` … */
  readonly code?: string
  /** Of the system, of TLS among it, where there was one. */
  readonly originalCode?: string
  /** Of the server's answer. */
  readonly responseCode?: number
  /** During which it failed: `CONN`, `STARTTLS`, `AUTH PLAIN` … */
  readonly command?: string
}

/** In one line, as it may be shown to administrators. */
export const reasonOf = (error: unknown): string =>
  (error as SmtpError).message.replace(/\s+/g, ' ').slice(0, 200)
