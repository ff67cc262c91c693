import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import { useEffect, useState } from 'react'
import { useText } from '../text/text.ts'

/** Copies in one click, and says so for a moment. */
export function CopyButton({ value, what }: { value: string; what: string }) {
  const t = useText()
  const [isCopied, setCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [isCopied])
  const label = isCopied ? t('copy.done') : t('copy.what', { what })
  return (
    <Tooltip title={label}>
      <Button
        className="copy-button"
        type="text"
        size="small"
        aria-label={label}
        icon={isCopied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
        onClick={(event) => {
          event.stopPropagation()
          void copyText(value).then(() => setCopied(true))
        }}
      />
    </Tooltip>
  )
}

/** Over plain HTTP a browser has no clipboard for pages: then by a selection. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text)
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  document.execCommand('copy')
  field.remove()
}

interface CopyableProps {
  readonly value: string | null | undefined
  readonly what: string
  /** How many characters are shown; all unless told. */
  readonly shown?: number
}

/** A serial number, fingerprint or id: in a fixed width, shortened in its middle, and copied whole. */
export function Copyable({ value, what, shown }: CopyableProps) {
  if (!value) return <span className="none">–</span>
  return (
    <span className="copyable">
      <code title={value}>{shown === undefined ? value : shortened(value, shown)}</code>
      <CopyButton value={value} what={what} />
    </span>
  )
}

function shortened(value: string, shown: number): string {
  if (value.length <= shown) return value
  const half = Math.floor((shown - 1) / 2)
  return `${value.slice(0, half)}…${value.slice(-half)}`
}
