import { Skeleton, Tabs } from 'antd'
import type { ReactNode } from 'react'
import { isApiError } from '../api/api-error.ts'
import { useAddress } from './address.ts'
import { Failure } from './failure.tsx'
import { type Crumb, PageHead } from './page-head.tsx'

export interface DetailTab {
  readonly key: string
  readonly title: string
  readonly content: ReactNode
}

interface DetailPageProps {
  readonly crumbs: readonly Crumb[]
  readonly title: string
  readonly words?: string
  readonly beside?: ReactNode
  readonly actions?: ReactNode
  readonly notes?: ReactNode
  readonly tabs: readonly DetailTab[]
}

/** The detail page: head with state and actions, then tabs, one of which the address names. */
export function DetailPage({ crumbs, title, words = '', beside, actions, notes, tabs }: DetailPageProps) {
  const [{ tab }, change] = useAddress()
  const shown = tabs.find(({ key }) => key === tab) ?? tabs[0]
  return (
    <>
      <PageHead crumbs={crumbs} title={title} words={words} beside={beside} actions={actions} />
      {notes}
      <Tabs
        activeKey={shown?.key}
        items={tabs.map(({ key, title: label, content }) => ({ key, label, children: content }))}
        destroyOnHidden
        onChange={(key) => change({ tab: key === tabs[0]?.key ? undefined : key, page: undefined })}
      />
    </>
  )
}

interface AwaitedProps<Answer> {
  readonly query: { readonly data: Answer | undefined; readonly error: unknown; refetch: () => unknown }
  readonly children: (answer: Answer) => ReactNode
}

/** What was asked for once it is here; until then its outline, or what went wrong. */
export function Awaited<Answer>({ query: { data, error, refetch }, children }: AwaitedProps<Answer>) {
  const failure = error ? <Failure error={error} retry={() => void refetch()} /> : null
  const isGone = isApiError(error) && (error.status === 404 || error.status === 403)
  if (data !== undefined && !isGone) {
    return (
      <>
        {failure}
        {children(data)}
      </>
    )
  }
  if (failure) return failure
  return <Skeleton active paragraph={{ rows: 6 }} />
}

export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

/** What is known of a thing: names and values. */
export const Facts = ({ facts }: { facts: readonly (Fact | false | undefined)[] }) => (
  <dl className="facts">
    {facts
      .filter((fact): fact is Fact => Boolean(fact))
      .map(({ name, value }) => (
        <div key={name} className="fact">
          <dt>{name}</dt>
          <dd>{value ?? <span className="none">–</span>}</dd>
        </div>
      ))}
  </dl>
)

/** A part of a detail page under its own heading. */
export const Part = ({
  title,
  beside,
  children,
}: {
  title: string
  beside?: ReactNode
  children: ReactNode
}) => (
  <section className="part">
    <div className="part-head">
      <h2 className="part-title">{title}</h2>
      {beside}
    </div>
    {children}
  </section>
)
