import { scm } from 'virtual:contract'
import { Button, Form, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { ask } from '../../api/ask.ts'
import { contentOf } from '../../pki/file-content.ts'
import { useProjectFilter } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { Submit } from '../../shapes/submit.tsx'
import { useText } from '../../text/text.ts'
import { nameOf } from './dropped-files.ts'
import { ImportNameField, RefuseTwiceField } from './import-fields.tsx'
import { ImportPreview } from './import-preview.tsx'
import { useImport } from './use-import.ts'

interface StoreValues {
  readonly name: string
  readonly password?: string
  readonly key_password?: string
  readonly alias?: string
  readonly refuseTwice?: boolean
}

/** What the server found. */
interface Opened {
  readonly aliases: readonly string[]
  /** The certificate and its chain. */
  readonly pem: string
}

interface KeyStoreFormProps {
  readonly file: File
  readonly close: () => void
  readonly children: ReactNode
}

/** A key store and its password: the server shows what is in it, and then imports it. */
export function KeyStoreForm({ file, close, children }: KeyStoreFormProps) {
  const t = useText()
  const [form] = Form.useForm<StoreValues>()
  const project = useProjectFilter()
  const { send, error, isBusy } = useImport(form)
  const [opened, setOpened] = useState<Opened>()
  const [refusal, setRefusal] = useState<unknown>()
  const [isOpening, setOpening] = useState(false)
  const open = async () => {
    setOpening(true)
    setRefusal(undefined)
    try {
      const { name: _, refuseTwice: __, ...given } = form.getFieldsValue(true) as StoreValues
      const body = { content: await contentOf(file), ...given, ...project }
      const { aliases, alias, certificate, certificate_chain } = await ask(scm.keyStores.readKeyStore, {
        body,
      })
      setOpened({ aliases, pem: certificate + (certificate_chain ?? '') })
      const name = nameOf(certificate)
      form.setFieldsValue({ alias, ...(name && !form.getFieldValue('name') && { name }) })
    } catch (caught) {
      setOpened(undefined)
      setRefusal(caught)
    }
    setOpening(false)
  }
  const importIt = ({ refuseTwice, ...given }: StoreValues) =>
    send(refuseTwice, async (keptAs) =>
      ask(scm.keyStores.importKeyStore, { body: { content: await contentOf(file), ...given, ...keptAs } }),
    )
  return (
    <Form<StoreValues>
      form={form}
      layout="vertical"
      className="guided wide"
      onFinish={(given) => void (opened ? importIt(given) : open())}
      scrollToFirstError
    >
      {children}
      <Part title={t('import.store', { name: file.name })}>
        <p className="part-note">{t('import.storeWords')}</p>
        <PasswordFields changed={() => setOpened(undefined)} />
        {refusal !== undefined && <Failure error={refusal} />}
        <Button loading={isOpening} onClick={() => void open()}>
          {t('import.open')}
        </Button>
        <Button type="text" onClick={close}>
          {t('import.pemInstead')}
        </Button>
      </Part>
      {opened && (
        <Part title={t('import.content')}>
          {opened.aliases.length > 1 && (
            <Form.Item name="alias" label={t('import.alias')}>
              <Select
                className="short-field"
                options={opened.aliases.map((value) => ({ value, label: value }))}
                onChange={() => void open()}
              />
            </Form.Item>
          )}
          <div className="beside">
            <ImportNameField />
            <ImportPreview pem={opened.pem} />
          </div>
          <RefuseTwiceField />
        </Part>
      )}
      <Submit error={error} isBusy={isBusy} isReady={opened !== undefined}>
        {t('import.submit')}
      </Submit>
    </Form>
  )
}

function PasswordFields({ changed }: { changed: () => void }) {
  const t = useText()
  return (
    <>
      <Form.Item name="password" label={t('import.storePassword')}>
        <Input.Password className="short-field" autoComplete="off" autoFocus onChange={changed} />
      </Form.Item>
      <Form.Item name="key_password" label={t('import.keyPassword')} extra={t('import.keyPasswordWords')}>
        <Input.Password className="short-field" autoComplete="off" onChange={changed} />
      </Form.Item>
    </>
  )
}
