import { scm } from 'virtual:contract'
import { Form } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { ask } from '../../api/ask.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { PemField } from '../../shapes/pem-field.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useText } from '../../text/text.ts'
import type { FoundInFiles } from './dropped-files.ts'
import { ImportNameField, RefuseTwiceField } from './import-fields.tsx'
import { ImportPreview } from './import-preview.tsx'
import { useImport } from './use-import.ts'

interface PemValues {
  readonly name: string
  readonly certificate: string
  readonly private_key: string
  readonly refuseTwice?: boolean
}

/** Certificate and key in PEM: what files held, or what is pasted. */
export function PemForm({ found, children }: { found: FoundInFiles | undefined; children: ReactNode }) {
  const t = useText()
  const [form] = Form.useForm<PemValues>()
  const certificate = Form.useWatch('certificate', form)
  const { send, error, isBusy } = useImport(form)
  useEffect(() => {
    if (found?.certificate) form.setFieldsValue({ certificate: found.certificate })
    if (found?.privateKey) form.setFieldsValue({ private_key: found.privateKey })
    if (found?.name && !form.getFieldValue('name')) form.setFieldsValue({ name: found.name })
  }, [found, form])
  return (
    <Form<PemValues>
      form={form}
      layout="vertical"
      className="guided wide"
      onFinish={({ refuseTwice, ...given }) =>
        void send(refuseTwice, (keptAs) =>
          ask(scm.certificates.importCertificate, { body: { ...given, ...keptAs } }),
        )
      }
      scrollToFirstError
    >
      {children}
      <Part title={t('import.content')}>
        <ImportNameField />
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
        <RefuseTwiceField />
      </Part>
      <Submit error={error} isBusy={isBusy}>
        {t('import.submit')}
      </Submit>
    </Form>
  )
}
