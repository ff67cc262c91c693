import { pca } from 'virtual:contract'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { askFile } from '../../api/ask.ts'
import { saveFile } from '../../pki/save-file.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { CopyButton } from '../../shapes/copyable.tsx'
import { useText } from '../../text/text.ts'
import { type Certificate, hasKey } from './certificate.ts'
import { configurationOf, type ServerType, serverTypes, usesKeyStore } from './server-types.ts'

/** Certificate, chain and key in the form that a server takes, with what its configuration needs. */
export function DownloadDialog({ certificate, close }: { certificate: Certificate; close: () => void }) {
  const t = useText()
  const [type, setType] = useState<ServerType>('NGINX')
  const [form] = Form.useForm<{ password?: string }>()
  const configuration = configurationOf(type)
  const act = async () => {
    const { password } = form.getFieldsValue(true)
    const { content, name } = await askFile(pca.certificates.exportCertificate, {
      params: { certificate_id: certificate.certificate_id },
      body: { type, is_compressed: true, ...(password && { password }) },
    })
    saveFile(content, name)
  }
  return (
    <ActionDialog
      title={t('certificate.download')}
      submit={t('download.submit')}
      done={t('download.done')}
      width={640}
      form={form}
      act={act}
      close={close}
    >
      <Form form={form} layout="vertical">
        <div className="form-grid">
          <Form.Item label={t('download.server')}>
            <Select
              aria-label={t('download.server')}
              value={type}
              options={serverTypes.map((value) => ({ value, label: t(`server.${value}`) }))}
              onChange={setType}
            />
          </Form.Item>
          {hasKey(certificate) && (
            <Form.Item
              name="password"
              label={t('download.password')}
              extra={t(usesKeyStore(type) ? 'download.storeWords' : 'download.keyWords')}
              rules={[
                { max: 32, message: t('form.longest', { most: 32 }) },
                { min: usesKeyStore(type) ? 6 : 1, message: t('download.shortest') },
              ]}
            >
              <Input.Password autoComplete="new-password" />
            </Form.Item>
          )}
        </div>
      </Form>
      <p className="part-note">{t(hasKey(certificate) ? 'download.recorded' : 'certificate.keyThere')}</p>
      <div className="configuration">
        <div className="configuration-head">
          <span>{t('download.configuration')}</span>
          <CopyButton value={configuration} what={t('download.configuration')} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and must by keyboard, too */}
        <pre tabIndex={0}>{configuration}</pre>
      </div>
    </ActionDialog>
  )
}
