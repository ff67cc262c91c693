/** What goes to a reading thread: one statement, with a number for its answer. */
export interface StatementMessage {
  readonly number: number
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** What comes back. */
export type AnswerMessage =
  | { readonly number: number; readonly rows: readonly unknown[] }
  | { readonly number: number; readonly error: unknown }
