import { pca } from 'virtual:contract'
import { Form, Radio, Select } from 'antd'
import { ask } from '../../api/ask.ts'
import { useProjectFilter } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { NameFields } from '../../shapes/name-fields.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useSending } from '../../shapes/use-sending.ts'
import { ValidityFields } from '../../shapes/validity-fields.tsx'
import { useText } from '../../text/text.ts'
import { type AuthorityForm, type AuthorityKind, kinds, requestOf } from './authority-form.ts'
import { IssuerField, PathLengthField } from './issuer-field.tsx'
import { RevocationListFields } from './revocation-list-fields.tsx'

/** Guided creation: what it is, what it is called, its key and validity, and where its CRL is published. */
export function NewAuthorityPage() {
  const t = useText()
  const project = useProjectFilter()
  const [{ kind, issuer }, change] = useAddress()
  const [form] = Form.useForm<AuthorityForm>()
  const chosen: AuthorityKind = kinds.find((one) => one === kind) ?? (issuer ? 'subordinate' : 'root')
  const { send, error, isBusy } = useSending(async (given: AuthorityForm) => {
    const body = { ...requestOf(chosen, given), ...project }
    const { ca_id } = await ask(pca.authorities.createAuthority, { body })
    return { to: '/authorities/$id', params: { id: ca_id } }
  })
  return (
    <>
      <PageHead
        title={t('newAuthority.title')}
        crumbs={[{ to: '/authorities', title: t('nav.authorities') }]}
      />
      <Form<AuthorityForm>
        form={form}
        layout="vertical"
        className="guided"
        initialValues={initialValues(issuer)}
        onFinish={(given) => void send(given)}
        scrollToFirstError
      >
        <Part title={t('newAuthority.kind')}>
          <Radio.Group
            className="kinds"
            aria-label={t('newAuthority.kind')}
            value={chosen}
            onChange={(event) => change({ kind: String(event.target.value) })}
          >
            {kinds.map((one) => (
              <Radio key={one} value={one} className="kind">
                <strong className="kind-title">{t(`newAuthority.${one}`)}</strong>
                <span className="kind-words">{t(`newAuthority.${one}Words`)}</span>
              </Radio>
            ))}
          </Radio.Group>
          {chosen === 'subordinate' && <IssuerField />}
        </Part>
        <Part title={t('newAuthority.name')}>
          <NameFields
            isWhole
            placeholder={t(chosen === 'root' ? 'newAuthority.rootExample' : 'newAuthority.example')}
          />
        </Part>
        <Part title={t('newAuthority.key')}>
          <KeyFields kind={chosen} />
        </Part>
        {chosen !== 'pending' && (
          <Part title={t('newAuthority.publishing')}>
            <RevocationListFields />
          </Part>
        )}
        <Submit error={error} isBusy={isBusy}>
          {t('newAuthority.submit')}
        </Submit>
      </Form>
    </>
  )
}

const initialValues = (issuer: string | undefined) => ({
  issuer_id: issuer,
  key_algorithm: 'EC256',
  signature_algorithm: 'SHA256',
  validity: { type: 'YEAR', value: 10 },
  crl: { enabled: false, valid_days: 7 },
})

function KeyFields({ kind }: { kind: AuthorityKind }) {
  const t = useText()
  const algorithms = ['EC256', 'EC384', 'RSA2048', 'RSA4096'].map((value) => ({ value, label: value }))
  const hashes = ['SHA256', 'SHA384', 'SHA512'].map((value) => ({ value, label: value }))
  return (
    <div className="form-grid">
      <Form.Item name="key_algorithm" label={t('field.key')}>
        <Select options={algorithms} />
      </Form.Item>
      <Form.Item name="signature_algorithm" label={t('field.hash')}>
        <Select options={hashes} />
      </Form.Item>
      {kind !== 'pending' && <ValidityFields isRoot={kind === 'root'} />}
      {kind === 'subordinate' && <PathLengthField />}
    </div>
  )
}
