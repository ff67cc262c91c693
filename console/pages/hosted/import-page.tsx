import { scm } from 'virtual:contract'
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useRefresh } from '../../api/use-asked.ts'
import { useSession } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { PageHead } from '../../shapes/page-head.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { useText } from '../../text/text.ts'
import { DropArea } from './drop-area.tsx'
import { type FoundInFiles, readFiles } from './dropped-files.ts'
import { ImportPreview } from './import-preview.tsx'

interface ImportForm {
  readonly name: string
  readonly certificate: string
  readonly certificate_chain?: string
  readonly private_key: string
  readonly refuseTwice?: boolean
}

/** Imports a certificate with its key: files are dropped and sorted here, or texts are pasted. */
export function ImportPage() {
  const t = useText()
  const navigate = useNavigate()
  const refresh = useRefresh()
  const { enterpriseProject } = useSession()
  const [form] = Form.useForm<ImportForm>()
  const certificate = Form.useWatch('certificate', form)
  const [error, setError] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const [found, setFound] = useState<FoundInFiles>()
  const take = async (files: readonly File[]) => {
    const read = await readFiles(files)
    setFound(read)
    if (read.certificate) form.setFieldsValue({ certificate: read.certificate })
    if (read.privateKey) form.setFieldsValue({ private_key: read.privateKey })
    if (read.name && !form.getFieldValue('name')) form.setFieldsValue({ name: read.name })
  }
  const send = async ({ refuseTwice, ...given }: ImportForm) => {
    setBusy(true)
    setError(undefined)
    try {
      const project = enterpriseProject === 'all' ? {} : { enterprise_project_id: enterpriseProject }
      const body = { ...given, ...project, ...(refuseTwice && { duplicate_check: false }) }
      const { certificate_id } = await ask(scm.certificates.importCertificate, { body })
      // the key leaves the page with the form
      form.resetFields()
      await refresh()
      await navigate({ to: '/hosted/$id', params: { id: certificate_id } })
    } catch (caught) {
      setError(caught)
      setBusy(false)
    }
  }
  return (
    <>
      <PageHead title={t('hosted.import')} crumbs={[{ to: '/hosted', title: t('nav.hosted') }]} />
      <Form<ImportForm>
        form={form}
        layout="vertical"
        className="guided wide"
        onFinish={(given) => void send(given)}
        scrollToFirstError
      >
        <Part title={t('import.files')}>
          <DropArea take={(files) => void take(files)} />
          {found?.stores.map((name) => (
            <Alert
              key={name}
              className="below"
              type="info"
              showIcon
              title={t('import.store', { name })}
              description={<code>{found.commandFor(name)}</code>}
            />
          ))}
          {found?.unreadable.map((name) => (
            <Alert
              key={name}
              className="below"
              type="warning"
              showIcon
              title={t('import.unreadable', { name })}
            />
          ))}
        </Part>
        <Part title={t('import.content')}>
          <Form.Item
            name="name"
            label={t('field.name')}
            rules={[
              { required: true, message: t('form.required') },
              { pattern: /^[A-Za-z0-9_.-]{3,63}$/, message: t('import.nameRule') },
            ]}
          >
            <Input className="short-field" autoComplete="off" spellCheck={false} />
          </Form.Item>
          <div className="beside">
            <PemField
              name="certificate"
              label={t('tab.certificate')}
              extra={t('import.chainHere')}
              isRequired
              rows={9}
            />
            <ImportPreview pem={certificate ?? ''} />
          </div>
          <PemField
            name="private_key"
            label={t('field.privateKey')}
            extra={t('import.keyWords')}
            isRequired
            rows={5}
          />
          <Form.Item name="refuseTwice" valuePropName="checked">
            <Checkbox>{t('import.refuseTwice')}</Checkbox>
          </Form.Item>
        </Part>
        {error !== undefined && <Failure error={error} />}
        <div className="guided-end">
          <Button type="primary" htmlType="submit" size="large" loading={isBusy}>
            {t('import.submit')}
          </Button>
        </div>
      </Form>
    </>
  )
}
