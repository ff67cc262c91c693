import { iam } from 'virtual:contract'
import { Alert, AutoComplete, Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { explainPermission } from '../../../src/contract/iam-v3/permissions.ts'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { everyAction } from '../../session/every-action.ts'
import { useSigned } from '../../session/session.ts'
import { Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { Failure } from '../../shapes/failure.tsx'
import { List } from '../../shapes/list-page.tsx'
import { useText } from '../../text/text.ts'

type Explanation = AnswerOf<typeof explainPermission>
type Statement = Explanation['considered'][number]

interface ExplainForm {
  readonly user_id: string
  readonly action: string
  readonly source_ip?: string
}

const actions = everyAction()
  .filter((action) => action.includes(':'))
  .sort()
  .map((value) => ({ value }))

/** Whether a user may do something, and which statement says so. */
export function Explain() {
  const t = useText()
  const { user } = useSigned()
  const { data } = useAsked(iam.users.listUsers)
  const [answer, setAnswer] = useState<Explanation>()
  const [error, setError] = useState<unknown>()
  const explain = async ({ source_ip, ...given }: ExplainForm) => {
    setError(undefined)
    try {
      const body = { ...given, ...(source_ip && { source_ip }) }
      setAnswer(await ask(iam.permissions.explainPermission, { body }))
    } catch (caught) {
      setAnswer(undefined)
      setError(caught)
    }
  }
  return (
    <>
      <Part title={t('explain.question')}>
        <Form<ExplainForm>
          layout="vertical"
          initialValues={{ user_id: user.id, action: 'pca:ca:create' }}
          onFinish={(given) => void explain(given)}
        >
          <div className="form-grid">
            <Form.Item name="user_id" label={t('audit.user')}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                options={data?.users.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              />
            </Form.Item>
            <Form.Item
              name="action"
              label={t('explain.action')}
              rules={[{ required: true, message: t('form.required') }]}
            >
              <AutoComplete
                options={actions}
                showSearch={{ filterOption: (typed, option) => option?.value.includes(typed) === true }}
              />
            </Form.Item>
            <Form.Item name="source_ip" label={t('explain.from')}>
              <Input autoComplete="off" placeholder="192.0.2.7" />
            </Form.Item>
          </div>
          <Button type="primary" htmlType="submit">
            {t('explain.ask')}
          </Button>
        </Form>
      </Part>
      {error !== undefined && <Failure error={error} />}
      {answer && <Answer answer={answer} />}
    </>
  )
}

function Answer({ answer }: { answer: Explanation }) {
  const t = useText()
  const isDecisive = (statement: Statement) => JSON.stringify(statement) === JSON.stringify(answer.decisive)
  return (
    <Part title={t('explain.answer')}>
      <Alert
        className="above"
        type={answer.allowed ? 'success' : 'error'}
        showIcon
        role="status"
        title={t(answer.allowed ? 'explain.allowed' : 'explain.refused')}
        description={answer.because === 'allowed' ? undefined : t(`explain.${answer.because}`)}
      />
      <List<Statement>
        label={t('explain.considered')}
        rowKey={(statement) => JSON.stringify(statement)}
        items={answer.considered}
        isLoading={false}
        empty={<EmptyState title={t('explain.none')} words={t('explain.noneWords')} />}
        columns={[
          {
            key: 'decides',
            title: t('explain.decides'),
            show: (statement) => (isDecisive(statement) ? t('explain.yes') : ''),
          },
          { key: 'effect', title: t('explain.effect'), show: ({ effect }) => effect },
          { key: 'role', title: t('grants.policy'), show: ({ role_name }) => role_name },
          { key: 'statement', title: t('explain.statement'), show: ({ statement }) => statement },
          { key: 'to', title: t('explain.to'), show: ({ granted_to: { kind, id } }) => `${kind} ${id}` },
          {
            key: 'on',
            title: t('grants.on'),
            show: ({ scope: { kind, id } }) => [kind, id].filter(Boolean).join(' '),
          },
        ]}
      />
    </Part>
  )
}
