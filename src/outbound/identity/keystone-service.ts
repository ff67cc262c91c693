import type { KeystoneService } from '../../domain/ports/external-identity.ts'
import { type Ask, misunderstood, readObject } from './ask.ts'
import { readKeystoneToken } from './keystone-token.ts'

/** What a header can carry; it goes out in one. */
const form = /^[\x21-\x7e]{1,12288}$/

/** `GET /v3/auth/tokens` of a Keystone or of the vendor's IAM, which a token may ask of itself. */
export function createKeystoneService(ask: Ask, endpoint: string): KeystoneService {
  const url = `${endpoint}/v3/auth/tokens`
  return {
    async validate(token) {
      if (!form.test(token)) return undefined
      const headers = { 'x-auth-token': token, 'x-subject-token': token }
      const { status, headers: answered, text } = await ask({ url, headers })
      if (status === 401 || status === 403 || status === 404) return undefined
      if (status !== 200) throw misunderstood(url, `answers ${status}`)
      const subject = answered['x-subject-token']
      if (subject !== undefined && subject !== token) throw misunderstood(url, 'answers of another token')
      const read = readKeystoneToken(readObject(url, text)['token'])
      if (!read) throw misunderstood(url, 'describes no token')
      return read
    },
  }
}
