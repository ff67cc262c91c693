import { SearchOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useEffect, useState } from 'react'
import { useAddress } from './address.ts'

const restMs = 250

/** A filter by text: the address follows once the typing rests. */
export function SearchBox({ name, label, maxLength }: { name: string; label: string; maxLength?: number }) {
  const [address, change] = useAddress()
  const [text, setText] = useState(address[name] ?? '')
  useEffect(() => {
    if (text === (address[name] ?? '')) return
    const timer = setTimeout(() => change({ [name]: text || undefined, page: undefined }), restMs)
    return () => clearTimeout(timer)
  })
  return (
    <Input
      className="search-box"
      allowClear
      type="search"
      prefix={<SearchOutlined aria-hidden />}
      aria-label={label}
      placeholder={label}
      maxLength={maxLength}
      value={text}
      onChange={(event) => setText(event.target.value)}
    />
  )
}
