/** Chance for identifiers and serial numbers, from the CSPRNG. Keys and nonces never come from here. */
export interface Random {
  /** A UUID of version 7 in lower case: ordered by time, so that indexes grow at one end (RFC 9562 §5.7). */
  uuid(): string
  /** 32 lower-case hexadecimal digits, the form of Keystone's identifiers. */
  identifier(): string
  octets(length: number): Uint8Array
  /** `length` characters of `alphabet`, each with equal chance. */
  text(length: number, alphabet: string): string
}
