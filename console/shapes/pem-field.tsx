import { Form, Input } from 'antd'
import { useState } from 'react'
import { useText } from '../text/text.ts'

interface PemFieldProps {
  readonly name: string
  readonly label: string
  readonly rows?: number
  readonly isRequired?: boolean
  readonly extra?: string | undefined
  /** Told of what was dropped or chosen, which is no typing. */
  readonly changed?: (text: string) => void
  readonly placeholder?: string
}

const mostOctets = 1_048_576

/** PEM, pasted, dropped or chosen. */
export function PemField({
  name,
  label,
  rows = 6,
  isRequired = false,
  extra,
  changed,
  placeholder,
}: PemFieldProps) {
  const t = useText()
  const form = Form.useFormInstance()
  const [isOver, setOver] = useState(false)
  const take = async (files: FileList | null) => {
    const file = files?.[0]
    if (!file || file.size > mostOctets) return
    const text = await file.text()
    form.setFieldValue(name, text)
    changed?.(text)
    await form.validateFields([name]).catch(() => undefined)
  }
  return (
    <fieldset
      aria-label={label}
      className={`pem-field${isOver ? ' pem-field-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void take(event.dataTransfer.files)
      }}
    >
      <Form.Item
        name={name}
        label={label}
        rules={[{ required: isRequired, message: t('form.required') }]}
        extra={
          <span>
            {extra ? `${extra} ` : ''}
            {t('pem.drop')}{' '}
            <label className="file-choice">
              {t('pem.choose')}
              <input type="file" onChange={(event) => void take(event.target.files)} />
            </label>
          </span>
        }
      >
        <Input.TextArea
          className="fixed-text"
          rows={rows}
          spellCheck={false}
          autoComplete="off"
          placeholder={placeholder ?? '-----BEGIN …-----'}
        />
      </Form.Item>
    </fieldset>
  )
}
