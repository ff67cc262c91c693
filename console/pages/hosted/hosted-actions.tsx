import { scm } from 'virtual:contract'
import { DownloadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { useText } from '../../text/text.ts'
import type { HostedCertificate } from './hosted.ts'

type Dialog = 'export' | 'delete' | 'notify' | 'silence'

interface DialogProps {
  readonly certificate: HostedCertificate
  readonly close: () => void
}

export function HostedActions({ certificate }: { certificate: HostedCertificate }) {
  const t = useText()
  const may = useMay()
  const [dialog, setDialog] = useState<Dialog>()
  const close = () => setDialog(undefined)
  const items = [
    ...(may(scm.notices.enableNotification)
      ? [{ key: 'notify', label: t('notices.enable'), onClick: () => setDialog('notify') }]
      : []),
    ...(may(scm.notices.disableNotification)
      ? [{ key: 'silence', label: t('notices.disable'), onClick: () => setDialog('silence') }]
      : []),
    ...(may(scm.certificates.deleteCertificate)
      ? [{ key: 'delete', label: t('certificate.delete'), danger: true, onClick: () => setDialog('delete') }]
      : []),
  ]
  return (
    <>
      {may(scm.certificates.exportCertificate) && (
        <Button type="primary" icon={<DownloadOutlined aria-hidden />} onClick={() => setDialog('export')}>
          {t('hosted.export')}
        </Button>
      )}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button>{t('action.more')}</Button>
        </Dropdown>
      )}
      {dialog === 'export' && <ExportDialog certificate={certificate} close={close} />}
      {dialog === 'delete' && <DeleteDialog certificate={certificate} close={close} />}
      {(dialog === 'notify' || dialog === 'silence') && (
        <NoticeDialog certificate={certificate} isOn={dialog === 'notify'} close={close} />
      )}
    </>
  )
}

/** Certificate and chain in one file, the key in another. */
function ExportDialog({ certificate, close }: DialogProps) {
  const t = useText()
  const act = async () => {
    const answer = await ask(scm.certificates.exportCertificate, {
      params: { certificate_id: certificate.id },
    })
    saveFile(answer.entire_certificate, fileNameOf(certificate.name, 'crt'))
    if (answer.private_key !== null) saveFile(answer.private_key, fileNameOf(certificate.name, 'key'))
  }
  return (
    <ActionDialog
      title={t('hosted.export')}
      submit={t('hosted.export')}
      done={t('download.done')}
      act={act}
      close={close}
    >
      <Consequences lines={[t('hosted.exportFiles'), t('download.recorded')]} />
    </ActionDialog>
  )
}

function DeleteDialog({ certificate, close }: DialogProps) {
  const t = useText()
  const navigate = useNavigate()
  const act = async () => {
    await ask(scm.certificates.deleteCertificate, { params: { certificate_id: certificate.id } })
    await navigate({ to: '/hosted' })
  }
  return (
    <ActionDialog
      title={t('certificate.delete')}
      submit={t('certificate.delete')}
      done={t('certificate.deleted')}
      isDangerous
      confirmName={certificate.name}
      act={act}
      close={close}
    >
      <Consequences lines={[t('breaks.deleteCertificate'), t('breaks.deleteHosted')]} />
    </ActionDialog>
  )
}

function NoticeDialog({ certificate, isOn, close }: DialogProps & { isOn: boolean }) {
  const t = useText()
  const body = [
    { resource_id: certificate.id, notice_type: ['CERT_EXPIRING' as const, 'CERT_EXPIRED' as const] },
  ]
  return (
    <ActionDialog
      title={t(isOn ? 'notices.enable' : 'notices.disable')}
      submit={t(isOn ? 'notices.enable' : 'notices.disable')}
      done={t(isOn ? 'notices.enabled' : 'notices.disabled')}
      act={() =>
        isOn ? ask(scm.notices.enableNotification, { body }) : ask(scm.notices.disableNotification, { body })
      }
      close={close}
    >
      <p>{t(isOn ? 'notices.enableWords' : 'notices.disableWords')}</p>
    </ActionDialog>
  )
}
