import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  readonly words: string
  readonly action?: ReactNode
}

/** Where there is nothing yet: what would be here, and how to get it. */
export const EmptyState = ({ title, words, action }: EmptyStateProps) => (
  <div className="empty-state">
    <svg viewBox="0 0 64 48" aria-hidden="true" className="empty-picture">
      <rect x="8.5" y="5.5" width="47" height="33" rx="3" />
      <path d="M16 15h22M16 21h30M16 27h16" />
      <circle cx="46" cy="33" r="6.5" />
      <path d="m43 38-1.5 8 4.5-2.5 4.5 2.5L49 38" />
    </svg>
    <p className="empty-title">{title}</p>
    <p className="empty-words">{words}</p>
    {action && <div className="empty-action">{action}</div>}
  </div>
)
