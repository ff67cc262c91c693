import { audit, iam } from 'virtual:contract'
import { Link, useParams } from '@tanstack/react-router'
import { ask } from '../../api/ask.ts'
import { useAsked } from '../../api/use-asked.ts'
import { useMay, useSigned } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { Actions } from '../../shapes/actions.tsx'
import { Consequences } from '../../shapes/consequences.tsx'
import { Copyable } from '../../shapes/copyable.tsx'
import { Awaited, DetailPage, type DetailTab, Facts, Part } from '../../shapes/detail-page.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { History } from '../../shapes/history.tsx'
import { StateTag } from '../../shapes/state-tag.tsx'
import { Time } from '../../shapes/time.tsx'
import { useText } from '../../text/text.ts'
import { readIamTime, showUser, type User, updateUser } from './access.ts'
import { AccessKeys } from './access-keys.tsx'
import { UserDialog } from './user-dialog.tsx'

export function UserPage() {
  const t = useText()
  const may = useMay()
  const { user: own } = useSigned()
  const { id } = useParams({ strict: false }) as { id: string }
  const query = useAsked(showUser, { params: { user_id: id } })
  const tabsOf = (user: User): readonly (DetailTab | false)[] => [
    { key: 'overview', title: t('tab.overview'), content: <Overview user={user} /> },
    (may(iam.accessKeys.listAccessKeys) || own.id === id) && {
      key: 'keys',
      title: t('access.keys'),
      content: <AccessKeys userId={id} />,
    },
    may(audit.records.listRecords) && {
      key: 'history',
      title: t('tab.history'),
      content: <History id={id} />,
    },
  ]
  return (
    <Awaited query={query}>
      {(user) => (
        <DetailPage
          crumbs={[{ to: '/access', title: t('nav.access') }]}
          title={user.user.name}
          beside={<StateTag state={user.user.enabled ? 'active' : 'inactive'} />}
          actions={<UserActions user={user.user} />}
          tabs={tabsOf(user.user).filter((tab): tab is DetailTab => tab !== false)}
        />
      )}
    </Awaited>
  )
}

function Overview({ user }: { user: User }) {
  const t = useText()
  const may = useMay()
  const { data } = useAsked(
    iam.groups.listGroupsOfUser,
    { params: { user_id: user.id } },
    { isEnabled: may(iam.groups.listGroupsOfUser) },
  )
  return (
    <>
      <Part title={t('certificate.facts')}>
        <Facts
          facts={[
            { name: t('users.email'), value: user.email || undefined },
            { name: t('field.description'), value: user.description || undefined },
            { name: t('field.created'), value: <Time at={readIamTime(user.create_time)} /> },
            { name: t('field.id'), value: <Copyable value={user.id} what={t('field.id')} /> },
          ]}
        />
        {user.is_domain_owner && <p className="part-note">{t('users.ownerWords')}</p>}
      </Part>
      {data && (
        <Part title={t('access.groups')}>
          {data.groups.length === 0 ? (
            <EmptyState title={t('users.noGroups')} words={t('users.noGroupsWords')} />
          ) : (
            <ul className="plain">
              {data.groups.map(({ id, name }) => (
                <li key={id}>
                  <Link to="/access/groups/$id" params={{ id }}>
                    {name}
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Part>
      )}
    </>
  )
}

function UserActions({ user }: { user: User }) {
  const { user: own } = useSigned()
  const isOwn = user.id === own.id
  const isSwitchable = !user.is_domain_owner && !isOwn
  return (
    <Actions
      offers={[
        {
          title: 'users.change',
          operation: updateUser,
          isFitting: !user.is_domain_owner || isOwn,
          isShown: true,
          dialog: (close) => <UserDialog user={user} close={close} />,
        },
        {
          title: user.enabled ? 'users.disable' : 'users.enable',
          operation: updateUser,
          isFitting: isSwitchable,
          dialog: (close) => <SwitchDialog user={user} close={close} />,
        },
        {
          title: 'users.delete',
          operation: iam.users.deleteUser,
          isFitting: isSwitchable,
          isDangerous: true,
          dialog: (close) => <DeleteDialog user={user} close={close} />,
        },
      ]}
    />
  )
}

interface DialogProps {
  readonly user: User
  readonly close: () => void
}

function SwitchDialog({ user, close }: DialogProps) {
  const t = useText()
  const { id, enabled } = user
  const body = { user: { enabled: !enabled } }
  return (
    <ActionDialog
      title={t(enabled ? 'users.disable' : 'users.enable')}
      submit={t(enabled ? 'users.disable' : 'users.enable')}
      isDangerous={enabled}
      act={() => ask(updateUser, { params: { user_id: id }, body })}
      close={close}
    >
      <Consequences lines={[t(enabled ? 'breaks.disableUser' : 'breaks.enableUser')]} />
    </ActionDialog>
  )
}

function DeleteDialog({ user, close }: DialogProps) {
  const t = useText()
  const act = async () => {
    await ask(iam.users.deleteUser, { params: { user_id: user.id } })
    return { to: '/access' }
  }
  return (
    <ActionDialog
      title={t('users.delete')}
      submit={t('users.delete')}
      isDangerous
      confirmName={user.name}
      act={act}
      close={close}
    >
      <Consequences lines={[t('breaks.deleteUser'), t('breaks.final')]} />
    </ActionDialog>
  )
}
