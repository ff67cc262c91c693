import { scm } from 'virtual:contract'
import { Alert, Steps } from 'antd'
import { useMay } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { LinkButton } from '../../shapes/link-button.tsx'
import { type TextKey, useText } from '../../text/text.ts'
import { DomainProofs } from './domain-proofs.tsx'
import { isApplicable, isOrganizationValidated, type Order } from './order.ts'

/** How far an order is, what it waits for, what came to nothing; nothing where it has arrived and all is well. */
export function OrderProgress({ order }: { order: Order }) {
  const t = useText()
  const may = useMay()
  const { status, hindrance, fail_reason, renewal_status } = order
  const place = placeOf(order)
  const words = wordsOf(order)
  if (place === undefined && words === undefined && fail_reason === null && hindrance === null) return null
  return (
    <Part
      title={t(renewal_status === null ? 'progress.title' : 'progress.renewal')}
      beside={
        isApplicable(order) &&
        may(scm.orders.applyCertificate) && (
          <LinkButton to="/hosted/$id/apply" params={{ id: order.id }} isPrimary>
            {t('orders.apply')}
          </LinkButton>
        )
      }
    >
      {place !== undefined && <Stages order={order} place={place} />}
      {words !== undefined && <p className="part-note">{t(words)}</p>}
      {fail_reason !== null && (
        <Alert
          className="below"
          type="error"
          showIcon
          title={t(status === 'ISSUED' ? 'progress.renewalFailed' : 'progress.failed')}
          description={<span lang="en">{fail_reason}</span>}
        />
      )}
      {hindrance !== null && (
        <Alert
          className="below"
          type="warning"
          showIcon
          title={t('progress.hindered')}
          description={<span lang="en">{hindrance}</span>}
        />
      )}
      {place === 'stage.names' && <DomainProofs order={order} />}
    </Part>
  )
}

function Stages({ order, place }: { order: Order; place: TextKey }) {
  const t = useText()
  const stages = stagesOf(order)
  return (
    <Steps
      size="small"
      responsive
      current={stages.indexOf(place)}
      status={order.status === 'UNPASSED' ? 'error' : 'process'}
      items={stages.map((stage) => ({ title: t(stage) }))}
    />
  )
}

const stagesOf = (order: Order): readonly TextKey[] => [
  'stage.apply',
  'stage.names',
  ...(isOrganizationValidated(order.type) ? (['stage.company'] as const) : []),
  'stage.issue',
]

const placeOfState: Readonly<Record<string, TextKey>> = {
  PAID: 'stage.apply',
  UNPASSED: 'stage.apply',
  CHECKING: 'stage.names',
  CHECKING_DOMAIN: 'stage.names',
  SUPPLEMENTCHECKING: 'stage.names',
  CHECKING_ORG: 'stage.company',
  ISSUING: 'stage.issue',
}
const placeOfRenewal = {
  opening: 'stage.names',
  proving: 'stage.names',
  reviewing: 'stage.company',
  issuing: 'stage.issue',
} as const satisfies Record<NonNullable<Order['renewal_status']>, TextKey>

const placeOf = ({ status, renewal_status }: Order): TextKey | undefined =>
  renewal_status === null ? placeOfState[status] : placeOfRenewal[renewal_status]

const words: Readonly<Record<string, TextKey>> = {
  PAID: 'progress.paid',
  UNPASSED: 'progress.unpassed',
  CHECKING: 'progress.opening',
  CHECKING_DOMAIN: 'progress.proving',
  SUPPLEMENTCHECKING: 'progress.proving',
  CHECKING_ORG: 'progress.reviewing',
  ISSUING: 'progress.issuing',
  REVOKING: 'progress.revoking',
  CANCELCHECKING: 'progress.cancelling',
  CANCLEREVOKING: 'progress.cancelling',
  CANCELSUPPLEMENTING: 'progress.cancelling',
}

const wordsOf = ({ status, renewal_status }: Order): TextKey | undefined =>
  renewal_status === null ? words[status] : `progress.${renewal_status}`
