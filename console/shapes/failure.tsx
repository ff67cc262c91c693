import { Alert, Button } from 'antd'
import { isApiError } from '../api/api-error.ts'
import { type TextKey, translate, useText } from '../text/text.ts'
import { CopyButton } from './copyable.tsx'

/** Something that the page itself finds wrong; its message says what to do. */
export class PageFault extends Error {}

interface FailureProps {
  readonly error: unknown
  readonly retry?: () => void
  /** A 401 means something else where the password is asked for. */
  readonly isSignIn?: boolean
}

/** What went wrong, what to do, and what names it in the server's log. */
export function Failure({ error, retry, isSignIn = false }: FailureProps) {
  const t = useText()
  const isTold = isApiError(error)
  const said = saidBy(error)
  return (
    <Alert
      className="failure"
      type="error"
      showIcon
      role="alert"
      title={error instanceof PageFault ? error.message : t(adviceOf(error, isSignIn))}
      description={
        <>
          {said && <p className="failure-said">{said}</p>}
          {isTold && error.requestId && (
            <p className="failure-request">
              {t('failure.request')} <code>{error.requestId}</code>
              <CopyButton value={error.requestId} what={t('failure.request')} />
            </p>
          )}
        </>
      }
      action={retry && <Button onClick={retry}>{t('failure.retry')}</Button>}
    />
  )
}

/** The same in one line, where there is no room for more, or what it was about is no longer on the page. */
export function wordsOfError(error: unknown): string {
  if (error instanceof PageFault) return error.message
  const requestId = isApiError(error) && error.requestId
  return [
    translate(adviceOf(error, false)),
    saidBy(error),
    requestId && `${translate('failure.request')} ${requestId}`,
  ]
    .filter(Boolean)
    .join(' · ')
}

function saidBy(error: unknown): string {
  if (error instanceof PageFault) return ''
  return isApiError(error) ? [error.code, error.message].filter(Boolean).join(' · ') : String(error)
}

function adviceOf(error: unknown, isSignIn: boolean): TextKey {
  if (!isApiError(error)) return 'failure.unexpected'
  const { status, code } = error
  if (status === 0) return 'failure.unreachable'
  if (code === 'PCA.00010004' || code === 'SCM.4002') return 'failure.denied'
  if (status === 401) return isSignIn ? 'failure.password' : 'failure.token'
  if (status === 429) return 'failure.tooMany'
  if (status === 404) return 'failure.gone'
  if (status === 409) return 'failure.conflict'
  if (status === 413) return 'failure.tooLarge'
  if (status >= 500) return 'failure.server'
  return status === 403 ? 'failure.refused' : 'failure.input'
}
