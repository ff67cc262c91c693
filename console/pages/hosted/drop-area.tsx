import { InboxOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useText } from '../../text/text.ts'

/** Where files are dropped, or chosen. */
export function DropArea({ take }: { take: (files: readonly File[]) => void }) {
  const t = useText()
  const [isOver, setOver] = useState(false)
  return (
    <label
      className={`drop-area${isOver ? ' drop-area-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take([...event.dataTransfer.files])
      }}
    >
      <InboxOutlined aria-hidden />
      <span>{t('import.drop')}</span>
      <span className="drop-words">{t('import.dropWords')}</span>
      <input
        type="file"
        multiple
        onChange={(event) => {
          take([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </label>
  )
}
