import { absoluteTime } from '../../shapes/time-text.ts'
import { useText } from '../../text/text.ts'
import type { Week } from './weeks.ts'

const [width, height, foot, head] = [720, 190, 26, 14]

/** Bars by week, private below and hosted above; a table for who reads by ear. */
export function WeekChart({ weeks }: { weeks: readonly Week[] }) {
  const t = useText()
  const highest = Math.max(4, ...weeks.map(({ issued, hosted }) => issued + hosted))
  const scale = (count: number) => (count / highest) * (height - foot - head)
  const step = width / weeks.length
  return (
    <figure className="week-chart">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <line x1="0" x2={width} y1={height - foot} y2={height - foot} className="chart-line" />
        {weeks.map((week, place) => (
          <WeekBars
            key={week.from}
            week={week}
            left={place * step + step * 0.18}
            width={step * 0.64}
            scale={scale}
          />
        ))}
      </svg>
      <figcaption className="chart-legend" aria-hidden="true">
        <span className="legend legend-issued">{t('nav.certificates')}</span>
        <span className="legend legend-hosted">{t('nav.hosted')}</span>
      </figcaption>
      <div className="only-heard">
        <table>
          <caption>{t('overview.expiring')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('overview.week')}</th>
              <th scope="col">{t('nav.certificates')}</th>
              <th scope="col">{t('nav.hosted')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ from, issued, hosted }) => (
              <tr key={from}>
                <th scope="row">{absoluteTime(from).slice(0, 10)}</th>
                <td>{issued}</td>
                <td>{hosted}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  )
}

interface WeekBarsProps {
  readonly week: Week
  readonly left: number
  readonly width: number
  readonly scale: (count: number) => number
}

function WeekBars({ week: { from, issued, hosted }, left, width: barWidth, scale }: WeekBarsProps) {
  const [low, high] = [scale(issued), scale(hosted)]
  const base = height - foot
  const total = issued + hosted
  return (
    <g>
      <rect className="bar-issued" x={left} width={barWidth} y={base - low} height={low} />
      <rect className="bar-hosted" x={left} width={barWidth} y={base - low - high} height={high} />
      {total > 0 && (
        <text className="bar-count" x={left + barWidth / 2} y={base - low - high - 4}>
          {total}
        </text>
      )}
      <text className="bar-week" x={left + barWidth / 2} y={height - 8}>
        {absoluteTime(from).slice(5, 10)}
      </text>
    </g>
  )
}
