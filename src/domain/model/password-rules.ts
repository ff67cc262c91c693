import { DomainError } from './errors.ts'

const shortest = 8
const longest = 128
const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /[^\p{L}\p{N}]/u]
const kindsNeeded = 2

/**
 * The vendor's default rules: 8 characters or more, of two kinds or more (upper, lower, digit, other), and not the
 * user's name in either direction. Throws `parameter-invalid`.
 */
export function checkPassword(password: string, userName: string, parameter: string): void {
  const refuse = (reason: string) => new DomainError('parameter-invalid', { parameter, reason })
  const { length } = Array.from(password)
  if (length < shortest || length > longest) throw refuse(`must have ${shortest} to ${longest} characters`)
  if (kinds.filter((kind) => kind.test(password)).length < kindsNeeded) {
    throw refuse('must hold two of: upper case, lower case, digits, others')
  }
  const folded = password.toLowerCase()
  const name = userName.toLowerCase()
  if (folded === name || folded === Array.from(name).reverse().join(''))
    throw refuse("must not be the user's name")
}
