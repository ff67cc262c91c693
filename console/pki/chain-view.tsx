import { Link } from '@tanstack/react-router'
import { StateTag } from '../shapes/state-tag.tsx'
import { Expiry } from '../shapes/time.tsx'
import { useText } from '../text/text.ts'

export interface ChainLink {
  readonly id: string
  readonly name: string
  readonly state?: string
  readonly notAfter: number | null
  /** Absent for what has no page here. */
  readonly to?: string
}

/** A chain drawn from the root down to what it is about. */
export function ChainView({ links }: { links: readonly ChainLink[] }) {
  const t = useText()
  return (
    <ol className="chain" aria-label={t('field.chain')}>
      {links.toReversed().map(({ id, name, state, notAfter, to }, depth) => (
        <li key={id} style={{ marginInlineStart: depth * 22 }}>
          <span className="chain-name">{to ? <Link to={to}>{name}</Link> : name}</span>
          {state && <StateTag state={state} />}
          <Expiry at={notAfter} isOver={state === 'REVOKED'} />
        </li>
      ))}
    </ol>
  )
}
