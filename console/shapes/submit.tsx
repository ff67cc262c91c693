import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'

interface SubmitProps {
  readonly error: unknown
  readonly isBusy: boolean
  /** Whether there is something to send. */
  readonly isReady?: boolean
  readonly children: ReactNode
}

/** The end of a page with a form: what went wrong, and the button that sends it. */
export const Submit = ({ error, isBusy, isReady = true, children }: SubmitProps) => (
  <>
    {error !== undefined && <Failure error={error} />}
    <div className="guided-end">
      <Button type="primary" htmlType="submit" size="large" loading={isBusy} disabled={!isReady}>
        {children}
      </Button>
    </div>
  </>
)
