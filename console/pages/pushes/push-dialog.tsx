import { scm } from 'virtual:contract'
import { Form } from 'antd'
import { useState } from 'react'
import { useAsked } from '../../api/use-asked.ts'
import { useSigned } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { useAddress } from '../../shapes/address.ts'
import { Consequences } from '../../shapes/consequences.tsx'
import { PageFault } from '../../shapes/failure.tsx'
import { useText } from '../../text/text.ts'
import { firstPush, PushFields, type PushForm } from './push-fields.tsx'
import { PushList } from './push-list.tsx'
import { sendPush } from './send-push.ts'

interface PushDialogProps {
  readonly certificate: { readonly id: string; readonly name: string }
  readonly close: () => void
}

/** Pushes a certificate, and shows how far it is at each target meanwhile; it stays where one failed. */
export function PushDialog({ certificate, close }: PushDialogProps) {
  const t = useText()
  const [, change] = useAddress()
  const { project } = useSigned()
  const [form] = Form.useForm<PushForm>()
  const [startedAt, setStartedAt] = useState<number>()
  const act = async () => {
    setStartedAt(Date.now())
    const failed = await sendPush(certificate.id, form.getFieldsValue(true))
    if (failed.length > 0) {
      throw new PageFault(failed.map(({ place, reason }) => `${place}: ${reason}`).join('\n'))
    }
    change({ tab: 'pushes' })
  }
  return (
    <ActionDialog
      title={t('pushes.push')}
      submit={t('pushes.push')}
      done={t('pushes.pushed')}
      width={720}
      form={form}
      act={act}
      close={close}
    >
      <Consequences lines={[t('breaks.push'), t('breaks.pushFails')]} />
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...firstPush, projects: project ? [project.name] : [] }}
      >
        <PushFields />
      </Form>
      {startedAt !== undefined && <Progressing id={certificate.id} since={startedAt} />}
    </ActionDialog>
  )
}

/** Clocks of browser and server differ by less. */
const slackMs = 5_000

function Progressing({ id, since }: { id: string; since: number }) {
  const { data } = useAsked(
    scm.pushes.listPushes,
    { params: { certificate_id: id } },
    { refetchMs: () => 700 },
  )
  const pushes = data?.pushes.filter(({ start_time }) => start_time >= since - slackMs)
  return pushes && pushes.length > 0 && <PushList items={pushes} isLoading={false} empty={null} />
}
