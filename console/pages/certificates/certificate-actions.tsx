import { pca } from 'virtual:contract'
import { DownloadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { ReasonField, type RevocationReason } from '../../shapes/reason-field.tsx'
import { useText } from '../../text/text.ts'
import { useAuthorities } from '../authorities/authority.ts'
import { type Certificate, nameOf } from './certificate.ts'
import { DownloadDialog } from './download-dialog.tsx'

type Dialog = 'download' | 'revoke' | 'release' | 'delete'

interface DialogProps {
  readonly certificate: Certificate
  readonly close: () => void
}

/** What may be done to a certificate, by its state. */
export function CertificateActions({ certificate }: { certificate: Certificate }) {
  const t = useText()
  const may = useMay()
  const [dialog, setDialog] = useState<Dialog>()
  const { status } = certificate
  const close = () => setDialog(undefined)
  const items = [
    ...(status !== 'REVOKED' && may(pca.certificates.revokeCertificate)
      ? [{ key: 'revoke', label: t('certificate.revoke'), danger: true, onClick: () => setDialog('revoke') }]
      : []),
    ...(status === 'REVOKED' && may(pca.certificates.releaseCertificate)
      ? [{ key: 'release', label: t('revoke.release'), onClick: () => setDialog('release') }]
      : []),
    ...(may(pca.certificates.deleteCertificate)
      ? [{ key: 'delete', label: t('certificate.delete'), danger: true, onClick: () => setDialog('delete') }]
      : []),
  ]
  return (
    <>
      {may(pca.certificates.exportCertificate) && (
        <Button type="primary" icon={<DownloadOutlined aria-hidden />} onClick={() => setDialog('download')}>
          {t('certificate.download')}
        </Button>
      )}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button>{t('action.more')}</Button>
        </Dropdown>
      )}
      {dialog === 'download' && <DownloadDialog certificate={certificate} close={close} />}
      {dialog === 'revoke' && <RevokeDialog certificate={certificate} close={close} />}
      {dialog === 'release' && <ReleaseDialog certificate={certificate} close={close} />}
      {dialog === 'delete' && <DeleteDialog certificate={certificate} close={close} />}
    </>
  )
}

function RevokeDialog({ certificate, close }: DialogProps) {
  const t = useText()
  const [reason, setReason] = useState<RevocationReason>('UNSPECIFIED')
  const issuer = useAuthorities()?.find(({ ca_id }) => ca_id === certificate.issuer_id)
  const act = () =>
    ask(pca.certificates.revokeCertificate, {
      params: { certificate_id: certificate.certificate_id },
      body: { reason: reason as never },
    })
  return (
    <ActionDialog
      title={t('certificate.revoke')}
      submit={t('certificate.revoke')}
      done={t('certificate.revoked')}
      isDangerous
      confirmName={nameOf(certificate)}
      act={act}
      close={close}
    >
      <Consequences
        lines={[
          t('breaks.revokeCertificate'),
          issuer && t(issuer.crl_configuration.enabled ? 'breaks.onCrl' : 'breaks.noCrl'),
          reason === 'CERTIFICATE_HOLD' ? t('breaks.hold') : t('breaks.final'),
        ]}
      />
      <ReasonField value={reason} change={setReason} />
    </ActionDialog>
  )
}

function ReleaseDialog({ certificate, close }: DialogProps) {
  const t = useText()
  const params = { certificate_id: certificate.certificate_id }
  return (
    <ActionDialog
      title={t('revoke.release')}
      submit={t('revoke.release')}
      done={t('revoke.released')}
      act={() => ask(pca.certificates.releaseCertificate, { params })}
      close={close}
    >
      <Consequences lines={[t('breaks.release')]} />
    </ActionDialog>
  )
}

function DeleteDialog({ certificate, close }: DialogProps) {
  const t = useText()
  const navigate = useNavigate()
  const act = async () => {
    await ask(pca.certificates.deleteCertificate, { params: { certificate_id: certificate.certificate_id } })
    await navigate({ to: '/certificates' })
  }
  return (
    <ActionDialog
      title={t('certificate.delete')}
      submit={t('certificate.delete')}
      done={t('certificate.deleted')}
      isDangerous
      confirmName={nameOf(certificate)}
      act={act}
      close={close}
    >
      <Consequences lines={[t('breaks.deleteCertificate'), t('breaks.deleteNoRevocation')]} />
    </ActionDialog>
  )
}
