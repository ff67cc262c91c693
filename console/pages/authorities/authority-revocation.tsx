import { pca } from 'virtual:contract'
import { Button, Form, Radio } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useMay } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Copyable } from '../../shapes/copyable.tsx'
import { Facts, Part } from '../../shapes/detail-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { useText } from '../../text/text.ts'
import { type Authority, nameOf } from './authority.ts'
import { type RevocationListForm, revocationListOf } from './authority-form.ts'
import { RevocationListPlace } from './revocation-list-fields.tsx'

/** How those who rely on certificates learn that one was revoked: by a list, and by asking. */
export function AuthorityRevocation({ authority }: { authority: Authority }) {
  const t = useText()
  const may = useMay()
  const [dialog, setDialog] = useState<'publish' | 'stop' | 'ocsp'>()
  const { enabled, crl_dis_point, crl_name, obs_bucket_name, valid_days } = authority.crl_configuration
  const close = () => setDialog(undefined)
  return (
    <>
      <Part
        title={t('crl.title')}
        beside={
          <span className="part-actions">
            {may(pca.revocation.enableRevocationList) && (
              <Button onClick={() => setDialog('publish')}>{t(enabled ? 'crl.change' : 'crl.start')}</Button>
            )}
            {enabled && may(pca.revocation.disableRevocationList) && (
              <Button danger onClick={() => setDialog('stop')}>
                {t('crl.stop')}
              </Button>
            )}
          </span>
        }
      >
        {enabled ? (
          <Facts
            facts={[
              { name: t('field.state'), value: <StateTag state="active" /> },
              { name: t('crl.address'), value: <Copyable value={crl_dis_point} what={t('crl.address')} /> },
              { name: t('crl.bucket'), value: obs_bucket_name },
              { name: t('crl.name'), value: crl_name },
              { name: t('crl.days'), value: valid_days },
            ]}
          />
        ) : (
          <p className="part-note">{t('crl.offWords')}</p>
        )}
      </Part>
      <Part
        title={t('ocsp.title')}
        beside={
          may(pca.revocation.switchStatusResponder) && (
            <Button onClick={() => setDialog('ocsp')}>{t('ocsp.change')}</Button>
          )
        }
      >
        <Facts
          facts={[
            {
              name: t('field.state'),
              value: <StateTag state={authority.ocsp_switch ? 'active' : 'inactive'} />,
            },
          ]}
        />
        <p className="part-note">{t('ocsp.words')}</p>
      </Part>
      {dialog === 'publish' && <PublishDialog authority={authority} close={close} />}
      {dialog === 'stop' && <StopDialog authority={authority} close={close} />}
      {dialog === 'ocsp' && <ResponderDialog authority={authority} close={close} />}
    </>
  )
}

interface DialogProps {
  readonly authority: Authority
  readonly close: () => void
}

function PublishDialog({ authority, close }: DialogProps) {
  const t = useText()
  const [form] = Form.useForm<{ crl: RevocationListForm }>()
  const { crl_name, obs_bucket_name, valid_days } = authority.crl_configuration
  const crl = {
    crl_name: crl_name ?? undefined,
    obs_bucket_name: obs_bucket_name ?? undefined,
    valid_days: valid_days ?? 7,
  }
  const act = () => {
    const { enabled: _enabled, ...body } = revocationListOf(form.getFieldsValue(true).crl)
    return ask(pca.revocation.enableRevocationList, { params: { ca_id: authority.ca_id }, body })
  }
  return (
    <ActionDialog
      title={t('crl.start')}
      submit={t('crl.start')}
      done={t('crl.started')}
      form={form}
      act={act}
      close={close}
    >
      <p>{t('crl.words')}</p>
      <Form form={form} layout="vertical" initialValues={{ crl }}>
        <RevocationListPlace />
      </Form>
    </ActionDialog>
  )
}

const StopDialog = ({ authority, close }: DialogProps) => {
  const t = useText()
  return (
    <ActionDialog
      title={t('crl.stop')}
      submit={t('crl.stop')}
      done={t('crl.stopped')}
      isDangerous
      confirmName={nameOf(authority)}
      act={() => ask(pca.revocation.disableRevocationList, { params: { ca_id: authority.ca_id } })}
      close={close}
    >
      <Consequences lines={[t('crl.stopNew'), t('crl.stopOld')]} />
    </ActionDialog>
  )
}

function ResponderDialog({ authority, close }: DialogProps) {
  const t = useText()
  const [isOn, setOn] = useState(authority.ocsp_switch)
  const act = () =>
    ask(pca.revocation.switchStatusResponder, {
      params: { ca_id: authority.ca_id },
      body: { ocsp_switch: isOn },
    })
  return (
    <ActionDialog
      title={t('ocsp.change')}
      submit={t('dialog.save')}
      done={t('ocsp.changed')}
      act={act}
      close={close}
    >
      <p>{t('ocsp.words')}</p>
      <Radio.Group
        className="stacked"
        value={isOn}
        onChange={(event) => setOn(Boolean(event.target.value))}
        options={[
          { value: true, label: t('ocsp.on') },
          { value: false, label: t('ocsp.off') },
        ]}
      />
    </ActionDialog>
  )
}
