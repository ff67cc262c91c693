import { Link } from '@tanstack/react-router'
import { EmptyState } from '../shapes/empty-state.tsx'
import { useText } from '../text/text.ts'

export function NotFound() {
  const t = useText()
  return (
    <EmptyState
      title={t('notFound.title')}
      words={t('notFound.words')}
      action={<Link to="/">{t('notFound.back')}</Link>}
    />
  )
}
