import { scm } from 'virtual:contract'
import { useParams } from '@tanstack/react-router'
import { Alert, Form } from 'antd'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { Awaited, Part } from '../../shapes/detail-page.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useSending } from '../../shapes/use-sending.ts'
import { translateWord, useText } from '../../text/text.ts'
import { Agreement } from './agreement.tsx'
import { ApplicantFields, CompanyFields } from './applicant-fields.tsx'
import { type ApplicationForm, firstApplication, requestOf } from './application-form.ts'
import { KeyFields } from './key-fields.tsx'
import { isApplicable, isOrganizationValidated, type Order } from './order.ts'
import { NameFields, ProofFields } from './proof-fields.tsx'

/** Applies for what was bought: its names, how they are proven, where its key is, and who asks. */
export function ApplyPage() {
  const t = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(scm.certificates.showCertificate, { params: { certificate_id: id } })
  return (
    <Awaited query={query}>
      {(order) => (
        <>
          <PageHead
            title={t('orders.applyFor', { name: order.name })}
            words={`${order.brand ?? ''} · ${translateWord('certificateType', order.type ?? '')} · ${translateWord('domainType', order.domain_type ?? '')}`}
            crumbs={[
              { to: '/hosted', title: t('nav.hosted') },
              { to: `/hosted/${id}`, title: order.name },
            ]}
          />
          {isApplicable(order) ? (
            <Application order={order} />
          ) : (
            <Alert
              type="info"
              showIcon
              title={t('orders.notApplicable', { state: translateWord('state', order.status) })}
            />
          )}
        </>
      )}
    </Awaited>
  )
}

function Application({ order }: { order: Order }) {
  const t = useText()
  const { send, error, isBusy } = useSending(async (given: ApplicationForm) => {
    await ask(scm.orders.applyCertificate, { params: { certificate_id: order.id }, body: requestOf(given) })
    return { to: '/hosted/$id', params: { id: order.id } }
  })
  return (
    <Form<ApplicationForm>
      layout="vertical"
      className="guided"
      initialValues={firstApplication(order)}
      onFinish={(given) => void send(given)}
      scrollToFirstError
    >
      <Part title={t('field.domains')}>
        <NameFields order={order} />
        <ProofFields />
      </Part>
      <Part title={t('field.key')}>
        <KeyFields />
      </Part>
      {isOrganizationValidated(order.type) && (
        <Part title={t('orders.company')}>
          <CompanyFields />
        </Part>
      )}
      <Part title={t('orders.applicant')}>
        <ApplicantFields />
        <Agreement />
      </Part>
      <Submit error={error} isBusy={isBusy}>
        {t('orders.apply')}
      </Submit>
    </Form>
  )
}
