import { scm } from 'virtual:contract'
import { DownloadOutlined, SendOutlined } from '@ant-design/icons'
import { ask } from '../../api/ask.ts'
import { fileNameOf, saveFile } from '../../pki/save-file.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Actions } from '../../shapes/actions.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { useText } from '../../text/text.ts'
import { orderOffers } from '../orders/order-offers.tsx'
import { PushDialog } from '../pushes/push-dialog.tsx'
import type { HostedCertificate } from './hosted.ts'

interface DialogProps {
  readonly certificate: HostedCertificate
  readonly close: () => void
}

/** What may be done to a certificate: because it is here, and because it was bought here. */
export function HostedActions({ certificate }: { certificate: HostedCertificate }) {
  const isThere = certificate.fingerprint !== null
  const isUsable = certificate.push_support === 'ON'
  return (
    <Actions
      offers={[
        {
          title: 'pushes.push',
          operation: scm.pushes.pushCertificate,
          isFitting: isUsable,
          isShown: true,
          isPrimary: true,
          icon: <SendOutlined aria-hidden />,
          dialog: (close) => <PushDialog certificate={certificate} close={close} />,
        },
        {
          title: 'hosted.export',
          operation: scm.certificates.exportCertificate,
          isFitting: isThere,
          isShown: true,
          icon: <DownloadOutlined aria-hidden />,
          dialog: (close) => <ExportDialog certificate={certificate} close={close} />,
        },
        {
          title: 'notices.enable',
          operation: scm.notices.enableNotification,
          dialog: (close) => <NoticeDialog certificate={certificate} isOn close={close} />,
        },
        {
          title: 'notices.disable',
          operation: scm.notices.disableNotification,
          dialog: (close) => <NoticeDialog certificate={certificate} isOn={false} close={close} />,
        },
        ...orderOffers(certificate),
        {
          title: 'certificate.delete',
          operation: scm.certificates.deleteCertificate,
          isFitting: deletable.includes(certificate.status),
          isDangerous: true,
          dialog: (close) => <DeleteDialog certificate={certificate} close={close} />,
        },
      ]}
    />
  )
}

/** While nothing is under way (docs/api/scm-v3.md). */
const deletable = ['PAID', 'UNPASSED', 'ISSUED', 'EXPIRED', 'REVOKED', 'UPLOAD']

/** Certificate and chain in one file, the key in another. */
function ExportDialog({ certificate, close }: DialogProps) {
  const t = useText()
  const act = async () => {
    const answer = await ask(scm.certificates.exportCertificate, {
      params: { certificate_id: certificate.id },
    })
    saveFile(answer.entire_certificate, fileNameOf(certificate.name, 'crt'))
    const others = {
      key: answer.private_key,
      'enc.crt': answer.enc_certificate,
      'enc.key': answer.enc_private_key,
    }
    for (const [ending, content] of Object.entries(others)) {
      if (content !== null) saveFile(content, fileNameOf(certificate.name, ending))
    }
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
  const act = async () => {
    await ask(scm.certificates.deleteCertificate, { params: { certificate_id: certificate.id } })
    return { to: '/hosted' }
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
      <Consequences
        lines={[
          t('breaks.deleteCertificate'),
          certificate.deployed_count > 0 && t('breaks.deployed', { count: certificate.deployed_count }),
          t('breaks.deleteHosted'),
        ]}
      />
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
