import { scm } from 'virtual:contract'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import type { Offer } from '../../shapes/actions.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { ReasonField, type RevocationReason } from '../../shapes/reason-field.tsx'
import { type TextKey, useText } from '../../text/text.ts'
import { isIssued, isOrdered, isRenewable, type Order } from './order.ts'

/** States in which an application, a supplement or a revocation can be taken back (docs/api/scm-v3.md). */
const cancellable = ['CHECKING', 'CHECKING_DOMAIN', 'CHECKING_ORG', 'SUPPLEMENTCHECKING', 'REVOKING']
/** Those in which what was bought can be given back. */
const returnable = [
  'PAID',
  'UNPASSED',
  'ISSUED',
  'EXPIRED',
  'REVOKED',
  'CHECKING',
  'CHECKING_DOMAIN',
  'CHECKING_ORG',
]

interface DialogProps {
  readonly order: Order
  readonly close: () => void
}

/** What may be done to a certificate because it was bought here. */
export const orderOffers = (order: Order): readonly Offer[] =>
  isOrdered(order)
    ? [
        {
          title: cancelTitle(order),
          operation: scm.orders.cancelCertificateRequest,
          isFitting: cancellable.includes(order.status),
          isShown: true,
          dialog: (close) => <CancelDialog order={order} close={close} />,
        },
        {
          title: 'orders.renew',
          operation: scm.renewals.renewCertificate,
          isFitting: isRenewable(order),
          dialog: (close) => <RenewDialog order={order} close={close} />,
        },
        {
          title: 'certificate.revoke',
          operation: scm.renewals.revokeCertificate,
          isFitting: isIssued(order) && order.renewal_status === null,
          isDangerous: true,
          dialog: (close) => <RevokeDialog order={order} close={close} />,
        },
        {
          title: 'orders.giveBack',
          operation: scm.orders.unsubscribeCertificate,
          isFitting: returnable.includes(order.status),
          isDangerous: true,
          dialog: (close) => <GiveBackDialog order={order} close={close} />,
        },
      ]
    : []

const cancelTitles: Readonly<Record<string, TextKey>> = {
  REVOKING: 'orders.keepGood',
  SUPPLEMENTCHECKING: 'orders.cancelNames',
}
const cancelWords: Readonly<Record<string, TextKey>> = {
  REVOKING: 'breaks.cancelRevocation',
  SUPPLEMENTCHECKING: 'breaks.cancelNames',
}
const cancelTitle = ({ status }: Order): TextKey => cancelTitles[status] ?? 'orders.cancel'

function CancelDialog({ order, close }: DialogProps) {
  const t = useText()
  const params = { certificate_id: order.id }
  return (
    <ActionDialog
      title={t(cancelTitle(order))}
      submit={t(cancelTitle(order))}
      done={t('orders.cancelled')}
      act={() => ask(scm.orders.cancelCertificateRequest, { params })}
      close={close}
    >
      <Consequences lines={[t(cancelWords[order.status] ?? 'breaks.cancelOrder')]} />
    </ActionDialog>
  )
}

function RenewDialog({ order, close }: DialogProps) {
  const t = useText()
  return (
    <ActionDialog
      title={t('orders.renew')}
      submit={t('orders.renew')}
      done={t('orders.renewing')}
      act={() => ask(scm.renewals.renewCertificate, { params: { certificate_id: order.id } })}
      close={close}
    >
      <Consequences
        lines={[
          t('breaks.renew'),
          order.deployed_count > 0 && t('breaks.renewFollows', { count: order.deployed_count }),
        ]}
      />
    </ActionDialog>
  )
}

function RevokeDialog({ order, close }: DialogProps) {
  const t = useText()
  const [reason, setReason] = useState<RevocationReason>('UNSPECIFIED')
  const act = () =>
    ask(scm.renewals.revokeCertificate, {
      params: { certificate_id: order.id },
      body: { reason: reason as never },
    })
  return (
    <ActionDialog
      title={t('certificate.revoke')}
      submit={t('certificate.revoke')}
      done={t('orders.revoking')}
      isDangerous
      confirmName={order.name}
      act={act}
      close={close}
    >
      <Consequences
        lines={[
          t('breaks.revokeCertificate'),
          order.deployed_count > 0 && t('breaks.deployed', { count: order.deployed_count }),
          t('breaks.final'),
        ]}
      />
      <ReasonField value={reason} change={setReason} hasHold={false} />
    </ActionDialog>
  )
}

function GiveBackDialog({ order, close }: DialogProps) {
  const t = useText()
  const act = async () => {
    await ask(scm.orders.unsubscribeCertificate, { params: { cert_id: order.id } })
    return { to: '/hosted' }
  }
  return (
    <ActionDialog
      title={t('orders.giveBack')}
      submit={t('orders.giveBack')}
      done={t('orders.givenBack')}
      isDangerous
      confirmName={order.name}
      act={act}
      close={close}
    >
      <Consequences
        lines={[
          t('breaks.giveBack'),
          order.deployed_count > 0 && t('breaks.deployed', { count: order.deployed_count }),
          t('breaks.deleteHosted'),
        ]}
      />
    </ActionDialog>
  )
}
