import { DomainError } from '../../domain/model/errors.ts'

/** The target answered with an error; `words` are its own, and may be shown to the tenant. */
export const refused = (words: string): DomainError =>
  new DomainError('target-refused', { reason: oneLine(words) })

/** The target does not let us. */
export const denied = (words: string): DomainError =>
  new DomainError('target-denied', { reason: oneLine(words) })

/** No answer in time. Of what the system says only the code is told: tenants need not know addresses. */
export const unreachable = (error: unknown): DomainError =>
  new DomainError('target-unreachable', { reason: typeof error === 'string' ? error : codeOf(error) })

/** No answer within the target's patience. */
export const silent = (patienceMs: number): DomainError =>
  unreachable(`gives no answer within ${patienceMs / 1000} s`)

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? 'gives no answer'

/** As it is, and in base64. */
const pem = /(-----BEGIN|LS0tLS1CRUdJTi)[\s\S]*/

/** Short, without control characters, and without what may be a key that the target repeats. */
export const oneLine = (words: string): string =>
  words
    .replace(pem, '…')
    .replaceAll(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, 300)
