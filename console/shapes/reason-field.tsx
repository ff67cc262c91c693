import { Form, Select } from 'antd'
import { translateWord, useText } from '../text/text.ts'

const reasons = [
  'UNSPECIFIED',
  'KEY_COMPROMISE',
  'SUPERSEDED',
  'CESSATION_OF_OPERATION',
  'AFFILIATION_CHANGED',
  'PRIVILEGE_WITHDRAWN',
  'CERTIFICATE_HOLD',
] as const
const authorityReasons = ['CERTIFICATE_AUTHORITY_COMPROMISE', 'ATTRIBUTE_AUTHORITY_COMPROMISE'] as const

export type RevocationReason = (typeof reasons)[number] | (typeof authorityReasons)[number]

interface ReasonFieldProps {
  readonly value: RevocationReason
  readonly change: (reason: RevocationReason) => void
  readonly isAuthority?: boolean
  /** Whether it can be put on hold, which can be released again. */
  readonly hasHold?: boolean
}

/** Why something is revoked: it stands in the CRL. */
export function ReasonField({ value, change, isAuthority = false, hasHold = true }: ReasonFieldProps) {
  const t = useText()
  const offered = [...reasons, ...(isAuthority ? authorityReasons : [])].filter(
    (reason) => hasHold || reason !== 'CERTIFICATE_HOLD',
  )
  return (
    <Form layout="vertical">
      <Form.Item label={t('revoke.reason')} extra={t('revoke.reasonWords')}>
        <Select
          aria-label={t('revoke.reason')}
          value={value}
          options={offered.map((reason) => ({ value: reason, label: translateWord('reason', reason) }))}
          onChange={change}
        />
      </Form.Item>
    </Form>
  )
}
