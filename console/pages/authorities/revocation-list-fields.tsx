import { pca } from 'virtual:contract'
import { Alert, Button, Form, Input, InputNumber, Select, Switch } from 'antd'
import { isApiError } from '../../api/api-error.ts'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay } from '../../session/session.ts'
import { Failure } from '../../shapes/failure.tsx'
import { useText } from '../../text/text.ts'

/** Whether a CRL is published, and where. */
export function RevocationListFields() {
  const t = useText()
  const isEnabled = Form.useWatch(['crl', 'enabled']) as boolean | undefined
  return (
    <>
      <Form.Item
        name={['crl', 'enabled']}
        label={t('crl.publish')}
        valuePropName="checked"
        extra={t('crl.words')}
      >
        <Switch />
      </Form.Item>
      {isEnabled && <RevocationListPlace />}
    </>
  )
}

/** The bucket, the name in it, and how long a list is good. */
export function RevocationListPlace() {
  const t = useText()
  const may = useMay()
  const { data, error, refetch } = useAsked(
    pca.revocation.listBuckets,
    {},
    { isEnabled: may(pca.revocation.listBuckets) },
  )
  const options = data?.obs_buckets.map(({ bucket_name }) => ({ value: bucket_name, label: bucket_name }))
  if (isApiError(error)) return <NoBuckets error={error} retry={() => void refetch()} />
  return (
    <div className="form-grid">
      <Form.Item
        name={['crl', 'obs_bucket_name']}
        label={t('crl.bucket')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Select options={options ?? []} placeholder={t('form.choose')} loading={!data} />
      </Form.Item>
      <Form.Item
        name={['crl', 'crl_name']}
        label={t('crl.name')}
        extra={t('crl.nameWords')}
        rules={[{ pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, message: t('crl.nameRule') }]}
      >
        <Input autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name={['crl', 'valid_days']}
        label={t('crl.days')}
        extra={t('form.between', { least: 7, most: 30 })}
      >
        <InputNumber min={7} max={30} precision={0} />
      </Form.Item>
    </div>
  )
}

/** The service needs the account's leave to write to its buckets, once. */
function NoBuckets({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useText()
  const may = useMay()
  if (!isApiError(error) || error.code !== 'PCA.00000006') return <Failure error={error} retry={retry} />
  const allow = () => void ask(pca.revocation.createBucketAgency).then(retry)
  return (
    <Alert
      type="info"
      showIcon
      title={t('crl.noAgency')}
      description={t('crl.noAgencyWords')}
      action={may(pca.revocation.createBucketAgency) && <Button onClick={allow}>{t('crl.allow')}</Button>}
    />
  )
}
