import { Tooltip } from 'antd'
import { usePreferences } from '../shell/preferences.ts'
import { absoluteTime, relativeTime, utcTime } from './time-text.ts'

const dayMs = 86_400_000

/** A moment: local, with UTC and the distance from now on hover and for who reads by ear. */
export function Time({ at, isRelative = false }: { at: number | null | undefined; isRelative?: boolean }) {
  const { language } = usePreferences()
  if (at === null || at === undefined) return <span className="none">–</span>
  const [absolute, relative] = [absoluteTime(at), relativeTime(at, language)]
  return (
    <Tooltip title={`${isRelative ? absolute : relative} · ${utcTime(at)}`}>
      <time className="time" dateTime={new Date(at).toISOString()}>
        {isRelative ? relative : absolute}
      </time>
    </Tooltip>
  )
}

/** The end of a validity: how far, the louder the nearer, and the date below it. */
export function Expiry({ at, isOver = false }: { at: number | null | undefined; isOver?: boolean }) {
  const { language } = usePreferences()
  if (at === null || at === undefined) return <span className="none">–</span>
  const left = at - Date.now()
  const nearness = isOver
    ? 'over'
    : left < 0
      ? 'past'
      : left < 14 * dayMs
        ? 'near'
        : left < 45 * dayMs
          ? 'soon'
          : 'far'
  return (
    <Tooltip title={utcTime(at)}>
      <time className={`expiry expiry-${nearness}`} dateTime={new Date(at).toISOString()}>
        <span className="expiry-relative">{relativeTime(at, language)}</span>
        <span className="expiry-date">{absoluteTime(at).slice(0, 10)}</span>
      </time>
    </Tooltip>
  )
}
