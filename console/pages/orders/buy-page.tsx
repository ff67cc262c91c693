import { scm } from 'virtual:contract'
import { Form, InputNumber, Radio, Select } from 'antd'
import { ask } from '../../api/ask.ts'
import { useProjectFilter } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useSending } from '../../shapes/use-sending.ts'
import { translateWord, useText } from '../../text/text.ts'
import { Agreement } from './agreement.tsx'
import { brands, domainTypes, firstPurchase, type PurchaseForm, requestOf, types } from './purchase-form.ts'

/** Buys certificates: how far is looked, for which names, by whom and for how long. */
export function BuyPage() {
  const t = useText()
  const project = useProjectFilter()
  const { send, error, isBusy } = useSending(async (given: PurchaseForm) => {
    const body = { ...requestOf(given), ...project }
    const { cert } = await ask(scm.orders.subscribeCertificate, { body })
    const [first, ...others] = cert
    return first && others.length === 0
      ? { to: '/hosted/$id/apply', params: { id: first.cert_id } }
      : { to: '/hosted', search: { status: 'PAID' } }
  })
  return (
    <>
      <PageHead
        title={t('orders.buy')}
        words={t('orders.buyWords')}
        crumbs={[{ to: '/hosted', title: t('nav.hosted') }]}
      />
      <Form<PurchaseForm>
        layout="vertical"
        className="guided"
        initialValues={firstPurchase}
        onFinish={(given) => void send(given)}
        scrollToFirstError
      >
        <Part title={t('orders.type')}>
          <Choices
            name="cert_type"
            label={t('orders.type')}
            values={types}
            title={(type) => translateWord('certificateType', type)}
            words={(type) => translateWord('certificateTypeWords', type)}
          />
        </Part>
        <Part title={t('orders.names')}>
          <Choices
            name="domain_type"
            label={t('orders.names')}
            values={domainTypes}
            title={(type) => translateWord('domainType', type)}
            words={(type) => translateWord('domainTypeWords', type)}
          />
          <Form.Item noStyle dependencies={['domain_type']}>
            {({ getFieldValue }) => getFieldValue('domain_type') === 'MULTI_DOMAIN' && <NameCounts />}
          </Form.Item>
        </Part>
        <Part title={t('orders.terms')}>
          <TermFields />
        </Part>
        <Submit error={error} isBusy={isBusy}>
          {t('orders.buy')}
        </Submit>
      </Form>
    </>
  )
}

interface ChoicesProps {
  readonly name: string
  readonly label: string
  readonly values: readonly string[]
  readonly title: (value: string) => string
  readonly words: (value: string) => string
}

const Choices = ({ name, label, values, title, words }: ChoicesProps) => (
  <Form.Item name={name} noStyle>
    <Radio.Group className="kinds" aria-label={label}>
      {values.map((value) => (
        <Radio key={value} value={value} className="kind">
          <strong className="kind-title">{title(value)}</strong>
          <span className="kind-words">{words(value)}</span>
        </Radio>
      ))}
    </Radio.Group>
  </Form.Item>
)

const mostNames = 250

function NameCounts() {
  const t = useText()
  return (
    <div className="form-grid">
      <Form.Item name="single_domain_number" label={t('orders.plainNames')}>
        <InputNumber min={0} max={mostNames} precision={0} />
      </Form.Item>
      <Form.Item
        name="wildcard_domain_number"
        label={t('orders.wildcardNames')}
        dependencies={['single_domain_number']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, wildcards: number | null) => {
              const count = (wildcards ?? 0) + Number(getFieldValue('single_domain_number') ?? 0)
              return count >= 2 && count <= mostNames
                ? Promise.resolve()
                : Promise.reject(new Error(t('orders.nameCount', { least: 2, most: mostNames })))
            },
          }),
        ]}
      >
        <InputNumber min={0} max={mostNames} precision={0} />
      </Form.Item>
    </div>
  )
}

const years = [0, 1, 2, 3]

function TermFields() {
  const t = useText()
  return (
    <>
      <div className="form-grid">
        <Form.Item name="cert_brand" label={t('field.brand')} extra={t('orders.brandWords')}>
          <Select options={brands.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="effective_time" label={t('orders.period')} extra={t('orders.periodWords')}>
          <Select
            options={years.map((value) => ({
              value,
              label: value === 0 ? t('orders.threeMonths') : `${value} ${t('unit.YEAR')}`,
            }))}
          />
        </Form.Item>
        <Form.Item
          name="order_number"
          label={t('orders.count')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <InputNumber min={1} max={100} precision={0} />
        </Form.Item>
      </div>
      <Agreement />
    </>
  )
}
