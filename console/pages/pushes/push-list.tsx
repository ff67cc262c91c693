import { Progress } from 'antd'
import type { ReactNode } from 'react'
import { List, type ListColumn, type ListProps } from '../../shapes/list-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { type Translate, translateWord, useText } from '../../text/text.ts'
import { placeText, stepOf, type ToldPush } from './push.ts'

type PushListProps = Omit<ListProps<ToldPush>, 'columns' | 'rowKey' | 'label'>

/** Pushes with how far each is, and how it was seen at its target or why not. */
export function PushList(props: PushListProps) {
  const t = useText()
  return (
    <List<ToldPush> label={t('pushes.title')} columns={pushColumns(t)} rowKey={({ id }) => id} {...props} />
  )
}

export const pushColumns = (t: Translate): readonly ListColumn<ToldPush>[] => [
  {
    key: 'place',
    title: t('pushes.place'),
    show: (push) => <span className="cell-name">{placeText(push)}</span>,
  },
  { key: 'state', title: t('field.state'), show: (push) => <PushStage push={push} /> },
  { key: 'finding', title: t('pushes.finding'), show: (push) => <Finding push={push} /> },
  {
    key: 'cause',
    title: t('pushes.cause'),
    show: ({ cause }) => translateWord('pushCause', cause),
    isSide: true,
  },
  { key: 'started', title: t('pushes.started'), show: ({ start_time }) => <Time at={start_time} /> },
]

function PushStage({ push }: { push: ToldPush }) {
  const { status } = push
  return (
    <span className="push-stage">
      <StateTag state={status} />
      {status !== 'done' && status !== 'failed' && (
        <Progress
          steps={4}
          percent={stepOf(push) * 25}
          showInfo={false}
          size="small"
          aria-label={translateWord('state', status)}
        />
      )}
    </span>
  )
}

function Finding({ push }: { push: ToldPush }): ReactNode {
  const t = useText()
  const { failure, proof, attempts } = push
  return (
    <div className="finding">
      {failure ?? proof}
      {attempts > 0 && <div className="advice">{t('pushes.attempts', { count: attempts })}</div>}
    </div>
  )
}
