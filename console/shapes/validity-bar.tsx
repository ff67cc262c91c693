import { useText } from '../text/text.ts'
import { Expiry } from './time.tsx'

interface ValidityBarProps {
  readonly from: number | null
  readonly until: number | null
  readonly isOver?: boolean
}

/** How much of a validity has gone, and how far its end is. */
export function ValidityBar({ from, until, isOver = false }: ValidityBarProps) {
  const t = useText()
  if (from === null || until === null) return <span className="none">–</span>
  const gone = Math.min(1, Math.max(0, (Date.now() - from) / (until - from)))
  const percent = Math.round(gone * 100)
  return (
    <span className="validity">
      <Expiry at={until} isOver={isOver} />
      <span
        className={`validity-bar${isOver ? ' validity-over' : gone > 0.9 ? ' validity-late' : ''}`}
        role="img"
        aria-label={t('validity.gone', { percent })}
      >
        <span style={{ width: `${percent}%` }} />
      </span>
    </span>
  )
}
