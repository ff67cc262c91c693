import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose'
import type { Clock } from '../../domain/ports/clock.ts'
import { KeptAnswer } from '../kept-answer.ts'
import { type Ask, misunderstood, readObject } from './ask.ts'

/** A key that the provider took away is refused here after this at the latest. */
const keptMs = 600_000
/** A key that is unknown may be new; strangers can't have the provider asked more often than this. */
const askedAgainMs = 30_000

type Jose = typeof import('jose')

/** A provider's keys, which it changes when it likes. */
export class KeySets {
  readonly #jose: Jose
  readonly #keys: KeptAnswer<JWTVerifyGetKey>

  constructor(jose: Jose, ask: Ask, keysUrl: () => Promise<string>, clock: Clock) {
    this.#jose = jose
    this.#keys = new KeptAnswer(
      async () => jose.createLocalJWKSet(await askKeys(ask, await keysUrl())),
      clock,
      keptMs,
    )
  }

  /** The key that a signature's header names. Throws what jose throws, and `identity-store-failed`. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    const known = await this.#keys.get()
    try {
      return await known(header, token)
    } catch (error) {
      if (!(error instanceof this.#jose.errors.JWKSNoMatchingKey)) throw error
      return await (await this.#keys.renewed(askedAgainMs))(header, token)
    }
  }
}

async function askKeys(ask: Ask, url: string): Promise<JSONWebKeySet> {
  const { status, text } = await ask({ url })
  if (status !== 200) throw misunderstood(url, `answers ${status}`)
  const { keys } = readObject(url, text)
  const isKeySet = Array.isArray(keys) && keys.every((key) => typeof key === 'object' && key !== null)
  if (!isKeySet) throw misunderstood(url, 'holds no keys')
  return { keys }
}
