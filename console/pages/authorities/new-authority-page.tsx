import { pca } from 'virtual:contract'
import { useNavigate } from '@tanstack/react-router'
import { Button, Form, Radio, Select } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useRefresh } from '../../api/use-asked.ts'
import { useSession } from '../../session/session.ts'
import { useAddress } from '../../shapes/address.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { NameFields } from '../../shapes/name-fields.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { ValidityFields } from '../../shapes/validity-fields.tsx'
import { useText } from '../../text/text.ts'
import { type AuthorityForm, type AuthorityKind, kinds, requestOf } from './authority-form.ts'
import { IssuerField, PathLengthField } from './issuer-field.tsx'
import { RevocationListFields } from './revocation-list-fields.tsx'

/** Guided creation: what it is, what it is called, its key and validity, and where its CRL is published. */
export function NewAuthorityPage() {
  const t = useText()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { enterpriseProject } = useSession()
  const [{ kind, issuer }, change] = useAddress()
  const [form] = Form.useForm<AuthorityForm>()
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const chosen: AuthorityKind = kinds.find((one) => one === kind) ?? (issuer ? 'subordinate' : 'root')
  const create = async (given: AuthorityForm) => {
    setBusy(true)
    setError(undefined)
    try {
      const body = requestOf(chosen, given, enterpriseProject)
      const { ca_id } = await ask(pca.authorities.createAuthority, { body })
      await refresh()
      await navigate({ to: '/authorities/$id', params: { id: ca_id } })
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
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
        onFinish={(given) => void create(given)}
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
        {error !== undefined && <Failure error={error} />}
        <div className="guided-end">
          <Button type="primary" htmlType="submit" size="large" loading={isBusy}>
            {t('newAuthority.submit')}
          </Button>
        </div>
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
