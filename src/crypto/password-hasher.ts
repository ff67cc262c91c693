import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { DomainError } from '../domain/model/errors.ts'
import type { Credentials } from '../domain/ports/credentials.ts'

const argon2Async = promisify(argon2)

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; about 40 ms here. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** Hashes in libuv's pool of four, which DNS and files need too: hence two at once. */
const atOnce = 2

/** A minute's worth; who comes later is told to come again. */
const longestQueue = 1_000

/** Argon2id in the PHC string form, so that a later cost can stand beside today's. */
export function createPasswordHasher(): Pick<Credentials, 'hashPassword' | 'isPassword'> {
  const limited = limitConcurrency(atOnce)

  return {
    async hashPassword(password) {
      const nonce = randomBytes(16)
      const tag = await limited(() => argon2Async('argon2id', { message: password, nonce, ...cost }))
      const { memory, passes, parallelism } = cost
      return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(nonce)}$${encode(tag)}`
    },

    async isPassword(password, stored) {
      const [, nonce, tag, parameters] = parse(stored)
      const computed = await limited(() =>
        argon2Async('argon2id', { message: password, nonce, tagLength: tag.length, ...parameters }),
      )
      return timingSafeEqual(computed, tag)
    },
  }
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

function parse(stored: string) {
  const match = phc.exec(stored)
  if (!match) throw new Error('a stored password hash is of unknown form')
  const [, memory, passes, parallelism, nonce = '', tag = ''] = match
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  return [stored, Buffer.from(nonce, 'base64'), Buffer.from(tag, 'base64'), parameters] as const
}

const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')

function limitConcurrency(limit: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return async <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (waiting.length >= longestQueue) {
      throw new DomainError('attempts-exhausted', { reason: 'too many sign-ins at once' })
    }
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
