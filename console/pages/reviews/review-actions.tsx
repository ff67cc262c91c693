import { scm } from 'virtual:contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { useText } from '../../text/text.ts'
import type { Review } from './review.ts'

interface DialogProps {
  readonly review: Review
  readonly close: () => void
}

/** The decision; after it the next one waits in the list. */
export function ReviewActions({ review }: { review: Review }) {
  const t = useText()
  const may = useMay()
  const [dialog, setDialog] = useState<'approve' | 'reject'>()
  const close = () => setDialog(undefined)
  return (
    <>
      {may(scm.reviews.approveReview) && (
        <Button type="primary" onClick={() => setDialog('approve')}>
          {t('reviews.approve')}
        </Button>
      )}
      {may(scm.reviews.rejectReview) && (
        <Button danger onClick={() => setDialog('reject')}>
          {t('reviews.reject')}
        </Button>
      )}
      {dialog === 'approve' && <ApproveDialog review={review} close={close} />}
      {dialog === 'reject' && <RejectDialog review={review} close={close} />}
    </>
  )
}

function ApproveDialog({ review, close }: DialogProps) {
  const t = useText()
  const navigate = useNavigate()
  const { certificate_id, domain_name, application_info, domains } = review
  const act = async () => {
    await ask(scm.reviews.approveReview, { params: { certificate_id } })
    await navigate({ to: '/reviews' })
  }
  const company = application_info?.company_name ?? ''
  return (
    <ActionDialog
      title={t('reviews.approve')}
      submit={t('reviews.approve')}
      done={t('reviews.approved')}
      act={act}
      close={close}
    >
      <Consequences
        lines={[
          t('reviews.approveIssues', { account: domain_name, domains: domains.join(', ') }),
          t('reviews.approveNames', { company }),
          t('reviews.approveLasts'),
        ]}
      />
    </ActionDialog>
  )
}

interface RejectForm {
  readonly reason: string
}

/** As the API bounds it: neither line breaks nor other control characters. */
const reasonText = /^\P{C}*$/u
const longestReason = 500

function RejectDialog({ review: { certificate_id }, close }: DialogProps) {
  const t = useText()
  const navigate = useNavigate()
  const [form] = Form.useForm<RejectForm>()
  const act = async () => {
    const { reason } = form.getFieldsValue(true)
    await ask(scm.reviews.rejectReview, { params: { certificate_id }, body: { reason } })
    await navigate({ to: '/reviews' })
  }
  return (
    <ActionDialog
      title={t('reviews.reject')}
      submit={t('reviews.reject')}
      done={t('reviews.rejected')}
      isDangerous
      form={form}
      act={act}
      close={close}
    >
      <Consequences lines={[t('reviews.rejectEnds'), t('reviews.rejectTells')]} />
      <Form form={form} layout="vertical">
        <Form.Item
          name="reason"
          label={t('reviews.reason')}
          rules={[
            { required: true, whitespace: true, message: t('form.required') },
            { pattern: reasonText, message: t('reviews.reasonRule') },
          ]}
        >
          <Input.TextArea rows={4} maxLength={longestReason} showCount />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
