import { randomBytes, randomInt, randomUUIDv7 } from 'node:crypto'
import type { Random } from '../domain/ports/random.ts'

export const systemRandom: Random = {
  uuid: () => randomUUIDv7(),
  identifier: () => randomBytes(16).toString('hex'),
  octets: (length) => randomBytes(length),
  text: (length, alphabet) =>
    Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join(''),
}
