import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'

export interface Crumb {
  readonly to: string
  /** The tab that the way back leads to. */
  readonly tab?: string
  readonly title: string
}

interface PageHeadProps {
  readonly title: string
  readonly words?: string
  readonly beside?: ReactNode
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
}

/** The head of every page: where it is, what it is, what can be done. */
export function PageHead({ title, words, beside, crumbs = [], actions }: PageHeadProps) {
  useEffect(() => {
    document.title = `${title} · Chancery`
  }, [title])
  return (
    <header className="page-head">
      <div className="page-head-text">
        {crumbs.length > 0 && (
          <nav className="crumbs" aria-label="breadcrumb">
            {crumbs.map(({ to, tab, title: crumb }) => (
              <span key={to}>
                <Link to={to} search={(tab ? { tab } : {}) as never}>
                  {crumb}
                </Link>
                <span aria-hidden="true"> / </span>
              </span>
            ))}
          </nav>
        )}
        <div className="page-title-line">
          <h1 className="page-title">{title}</h1>
          {beside}
        </div>
        {words && <p className="page-words">{words}</p>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </header>
  )
}
