import { pca } from 'virtual:contract'
import { DownloadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Actions } from '../../shapes/actions.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { ReasonField, type RevocationReason } from '../../shapes/reason-field.tsx'
import { useText } from '../../text/text.ts'
import { useAuthorities } from '../authorities/authority.ts'
import { type Certificate, nameOf } from './certificate.ts'
import { DownloadDialog } from './download-dialog.tsx'

interface DialogProps {
  readonly certificate: Certificate
  readonly close: () => void
}

/** What may be done to a certificate, by its state. */
export function CertificateActions({ certificate }: { certificate: Certificate }) {
  const isRevoked = certificate.status === 'REVOKED'
  return (
    <Actions
      offers={[
        {
          title: 'certificate.download',
          operation: pca.certificates.exportCertificate,
          isShown: true,
          isPrimary: true,
          icon: <DownloadOutlined aria-hidden />,
          dialog: (close) => <DownloadDialog certificate={certificate} close={close} />,
        },
        {
          title: 'certificate.revoke',
          operation: pca.certificates.revokeCertificate,
          isFitting: !isRevoked,
          isDangerous: true,
          dialog: (close) => <RevokeDialog certificate={certificate} close={close} />,
        },
        {
          title: 'revoke.release',
          operation: pca.certificates.releaseCertificate,
          isFitting: isRevoked,
          dialog: (close) => <ReleaseDialog certificate={certificate} close={close} />,
        },
        {
          title: 'certificate.delete',
          operation: pca.certificates.deleteCertificate,
          isDangerous: true,
          dialog: (close) => <DeleteDialog certificate={certificate} close={close} />,
        },
      ]}
    />
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
  const act = async () => {
    await ask(pca.certificates.deleteCertificate, { params: { certificate_id: certificate.certificate_id } })
    return { to: '/certificates' }
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
