import { iam } from 'virtual:contract'
import { Alert, App, Button } from 'antd'
import { useState } from 'react'
import { ask } from '../../api/ask.ts'
import { useAsked, useRefresh } from '../../api/use-asked.ts'
import { saveFile } from '../../pki/save-file.ts'
import { useMay, useSigned } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Copyable } from '../../shapes/copyable.tsx'
import { Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { wordsOfError } from '../../shapes/failure.tsx'
import { List } from '../../shapes/list-page.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { readIamTime } from './access.ts'

interface NewKey {
  readonly access: string
  readonly secret: string
}

/** Access keys of a user; the secret of a new one is shown once. */
export function AccessKeys({ userId }: { userId: string }) {
  const t = useText()
  const may = useMay()
  const refresh = useRefresh()
  const { message } = App.useApp()
  const { user: own } = useSigned()
  const [made, setMade] = useState<NewKey>()
  const [leaving, setLeaving] = useState<string>()
  const query = { user_id: userId }
  const { data, error, isFetching, refetch } = useAsked(iam.accessKeys.listAccessKeys, { query })
  const isOffered = (operation: { readonly action: string | null }) => own.id === userId || may(operation)
  const attempt = (work: () => Promise<unknown>) =>
    void work().then(refresh, (caught: unknown) => message.error(wordsOfError(caught), 10))
  const create = async () => {
    const { credential } = await ask(iam.accessKeys.createAccessKey, {
      body: { credential: { user_id: userId } },
    })
    setMade(credential)
  }
  const turn = (access: string, status: string) =>
    ask(iam.accessKeys.updateAccessKey, {
      params: { access_key: access },
      body: { credential: { status: status === 'active' ? 'inactive' : 'active' } },
    })
  return (
    <Part
      title={t('access.keys')}
      beside={
        isOffered(iam.accessKeys.createAccessKey) && (
          <Button onClick={() => attempt(create)}>{t('keys.create')}</Button>
        )
      }
    >
      {made && <Secret made={made} close={() => setMade(undefined)} />}
      <List
        label={t('access.keys')}
        rowKey={({ access }) => access}
        items={data?.credentials}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('keys.none')} words={t('keys.noneWords')} />}
        columns={[
          {
            key: 'access',
            title: t('keys.key'),
            show: ({ access }) => <Copyable value={access} what={t('keys.key')} />,
          },
          { key: 'state', title: t('field.state'), show: ({ status }) => <StateTag state={status} /> },
          {
            key: 'created',
            title: t('field.created'),
            show: ({ create_time }) => <Time at={readIamTime(create_time)} />,
          },
          {
            key: 'actions',
            title: t('keys.actions'),
            show: ({ access, status }) => (
              <span className="part-actions">
                {isOffered(iam.accessKeys.updateAccessKey) && (
                  <Button size="small" onClick={() => attempt(() => turn(access, status))}>
                    {t(status === 'active' ? 'keys.off' : 'keys.on')}
                  </Button>
                )}
                {isOffered(iam.accessKeys.deleteAccessKey) && (
                  <Button size="small" danger onClick={() => setLeaving(access)}>
                    {t('keys.delete')}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {leaving !== undefined && (
        <ActionDialog
          title={t('keys.delete')}
          submit={t('keys.delete')}
          isDangerous
          confirmName={leaving}
          act={() => ask(iam.accessKeys.deleteAccessKey, { params: { access_key: leaving } })}
          close={() => setLeaving(undefined)}
        >
          <Consequences lines={[t('breaks.deleteKey'), t('breaks.final')]} />
        </ActionDialog>
      )}
    </Part>
  )
}

function Secret({ made, close }: { made: NewKey; close: () => void }) {
  const t = useText()
  const file = JSON.stringify({ access_key: made.access, secret_key: made.secret }, null, 2)
  return (
    <Alert
      className="above"
      type="success"
      showIcon
      title={t('keys.once')}
      closable={{ onClose: close }}
      description={
        <>
          <p>
            {t('keys.key')}: <Copyable value={made.access} what={t('keys.key')} />
          </p>
          <p>
            {t('keys.secret')}: <Copyable value={made.secret} what={t('keys.secret')} />
          </p>
          <Button onClick={() => saveFile(file, `${made.access}.json`)}>{t('keys.save')}</Button>
        </>
      }
    />
  )
}
