import { scm } from 'virtual:contract'
import { Form } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useSigned } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { useAddress } from '../../shapes/address.ts'
import { Consequences } from '../../shapes/consequences.tsx'
import { PageFault } from '../../shapes/failure.tsx'
import { useText } from '../../text/text.ts'
import { hasEnded, type ToldPush } from './push.ts'
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
  const may = useMay()
  const [before, setBefore] = useState<ReadonlySet<string>>()
  const act = async (isLeft: () => boolean) => {
    const known = await knownPushes(certificate.id, may(scm.pushes.listPushes))
    setBefore(known)
    const failed = await sendPush(certificate.id, form.getFieldsValue(true))
    if (failed.length > 0) {
      throw new PageFault(failed.map(({ place, reason }) => `${place}: ${reason}`).join('\n'))
    }
    if (!isLeft()) change({ tab: 'pushes' })
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
      {before !== undefined && <Progressing id={certificate.id} before={before} />}
    </ActionDialog>
  )
}

/** Those that there were before; undefined for who may not see them. */
async function knownPushes(id: string, maySee: boolean): Promise<ReadonlySet<string> | undefined> {
  if (!maySee) return undefined
  const { pushes } = await ask(scm.pushes.listPushes, { params: { certificate_id: id } })
  return new Set(pushes.map((push) => push.id))
}

function Progressing({ id, before }: { id: string; before: ReadonlySet<string> }) {
  const { data } = useAsked(
    scm.pushes.listPushes,
    { params: { certificate_id: id } },
    // what is new begins a moment later, and what has ended is not looked at again
    { refetchMs: (answer) => (areNewAtRest(answer?.pushes ?? [], before) ? undefined : 700) },
  )
  const pushes = data?.pushes.filter((push) => !before.has(push.id))
  return pushes && pushes.length > 0 && <PushList items={pushes} isLoading={false} empty={null} />
}

function areNewAtRest(pushes: readonly ToldPush[], before: ReadonlySet<string>): boolean {
  const begun = pushes.filter(({ id }) => !before.has(id))
  return begun.length > 0 && begun.every(hasEnded)
}
