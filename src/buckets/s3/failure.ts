/** What is told of an error of the SDK. Only words of a fixed form: messages may quote keys and requests. */
interface SdkError {
  readonly name?: string
  /** Of the network. */
  readonly code?: string
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number }
}

/** A store's code or the network's, as it stands in a clause; nothing where it is no word. */
const shown = (word = '') => (/^\w{1,64}$/.test(word) ? ` (${word})` : '')

export function reasonOf(error: unknown): string {
  const { name, code, $metadata } = error as SdkError
  const status = $metadata?.httpStatusCode
  if ((name === 'TimeoutError' || name === 'AbortError') && !isCutOff(code))
    return 'the object store did not answer in time'
  if (status === 401 || status === 403) return `the object store refused the access key${shown(name)}`
  if (status !== undefined) return `the object store answered ${status}${shown(name)}`
  return `the object store could not be reached${shown(code)}`
}

/** The SDK calls these time-outs, too. */
const isCutOff = (code: unknown) => code === 'ECONNRESET' || code === 'EPIPE'

export const statusOf = (error: unknown): number | undefined => (error as SdkError).$metadata?.httpStatusCode

export const attemptsOf = (error: unknown): number => (error as SdkError).$metadata?.attempts ?? 1

export const isAbsence = (error: unknown): boolean => statusOf(error) === 404

/** The key is known, and may not do this here; a wrong or ended key is refused everywhere, and is a failure. */
export const isDenied = (error: unknown): boolean =>
  statusOf(error) === 403 && (error as SdkError).name === 'AccessDenied'

/** The condition of a write did not hold: 412, 409 beside another writer, 404 where there is nothing to replace. */
export const isRefusedCondition = (error: unknown): boolean =>
  statusOf(error) === 412 ||
  ['ConditionalRequestConflict', 'NoSuchKey'].includes((error as SdkError).name ?? '')
