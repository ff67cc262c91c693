import type { ReactNode } from 'react'

/** What a change will break, each in a line, before it is done. */
export const Consequences = ({ lines }: { lines: readonly ReactNode[] }) => (
  <ul className="consequences">
    {lines.filter(Boolean).map((line, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines do not move
      <li key={place}>{line}</li>
    ))}
  </ul>
)
