import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Failure } from './failure.tsx'

interface SubmitProps {
  readonly error: unknown
  readonly isBusy: boolean
  readonly children: ReactNode
}

/** The end of a page with a form: what went wrong, and the button that sends it. */
export const Submit = ({ error, isBusy, children }: SubmitProps) => (
  <>
    {error !== undefined && <Failure error={error} />}
    <div className="guided-end">
      <Button type="primary" htmlType="submit" size="large" loading={isBusy}>
        {children}
      </Button>
    </div>
  </>
)
