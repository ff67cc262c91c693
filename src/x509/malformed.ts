/**
 * Input that breaks the rules of its format. The message is a short lower-case clause that says what is wrong.
 *
 * Every reader in this room throws this and nothing else, whatever the bytes.
 */
export class MalformedError extends Error {
  override readonly name = 'MalformedError'
}
