import { iam } from 'virtual:contract'
import { Link } from '@tanstack/react-router'
import { App, Button, Form, Select } from 'antd'
import { useState } from 'react'
import { isApiError } from '../../api/api-error.ts'
import { ask } from '../../api/ask.ts'
import { useAsked, useRefresh } from '../../api/use-asked.ts'
import { useMay, useSigned } from '../../session/session.ts'
import { ActionDialog } from '../../shapes/action-dialog.tsx'
import { EmptyState } from '../../shapes/empty-state.tsx'
import { List } from '../../shapes/list-page.tsx'
import { useText } from '../../text/text.ts'
import { everyRole, roleTitle } from './access.ts'

const placeOf = (scope: string) =>
  iam.grants.grantOperations.find((one) => one.subject === 'group' && one.scope === scope)

interface Grant {
  readonly roleId: string
  readonly scope: 'account' | 'enterprise-project' | 'other'
  readonly scopeId: string
}

/** What is granted to a group, on the account and on enterprise projects. */
export function GroupGrants({ groupId }: { groupId: string }) {
  const t = useText()
  const may = useMay()
  const refresh = useRefresh()
  const { message } = App.useApp()
  const { account } = useSigned()
  const [isGranting, setGranting] = useState(false)
  const roles =
    useAsked(iam.roles.listRoles, everyRole, { isEnabled: may(iam.roles.listRoles) }).data?.roles ?? []
  const query = { domain_id: account.id, 'subject.group_id': groupId }
  const { data, error, isFetching, refetch } = useAsked(iam.grants.listGrants, { query: query as never })
  const grants = data?.role_assignments.map(grantOf)
  const revoke = ({ roleId, scope, scopeId }: Grant) => {
    const place = placeOf(scope)
    if (!place) return
    const params = paramsOf({ groupId, roleId, scope, scopeId })
    void ask(place.revoke, { params: params as never }).then(refresh, (caught: unknown) =>
      message.error(isApiError(caught) ? caught.message : String(caught)),
    )
  }
  const titleOf = (id: string) => {
    const role = roles.find((one) => one.id === id)
    return role ? roleTitle(role) : id
  }
  return (
    <>
      {may(iam.grants.grantOperations[0]?.grant ?? { action: '' }) && (
        <div className="filters">
          <Button onClick={() => setGranting(true)}>{t('grants.grant')}</Button>
        </div>
      )}
      <List<Grant>
        label={t('groups.grants')}
        rowKey={({ roleId, scope, scopeId }) => [roleId, scope, scopeId].join(' ')}
        items={grants}
        isLoading={isFetching && !data}
        error={error}
        retry={() => void refetch()}
        empty={<EmptyState title={t('grants.none')} words={t('grants.noneWords')} />}
        columns={[
          {
            key: 'role',
            title: t('grants.policy'),
            show: ({ roleId }) => (
              <Link to="/access/policies/$id" params={{ id: roleId }}>
                {titleOf(roleId)}
              </Link>
            ),
          },
          {
            key: 'scope',
            title: t('grants.on'),
            show: ({ scope, scopeId }) =>
              scope === 'account' ? t('grants.account') : `${t('shell.enterpriseProject')} ${scopeId}`,
          },
          {
            key: 'actions',
            title: t('keys.actions'),
            show: (grant) =>
              placeOf(grant.scope) !== undefined &&
              may(placeOf(grant.scope)?.revoke ?? { action: '' }) && (
                <Button size="small" danger onClick={() => revoke(grant)}>
                  {t('grants.revoke')}
                </Button>
              ),
          },
        ]}
      />
      {isGranting && <GrantDialog groupId={groupId} roles={roles} close={() => setGranting(false)} />}
    </>
  )
}

type Assignment = {
  readonly role: { readonly id: string }
  readonly scope: {
    readonly domain: { readonly id: string } | null
    readonly enterprise_project: { readonly id: string } | null
  }
}

function grantOf({ role, scope }: Assignment): Grant {
  if (scope.enterprise_project) {
    return { roleId: role.id, scope: 'enterprise-project', scopeId: scope.enterprise_project.id }
  }
  return { roleId: role.id, scope: scope.domain ? 'account' : 'other', scopeId: scope.domain?.id ?? '' }
}

const paramsOf = ({ groupId, roleId, scope, scopeId }: Grant & { groupId: string }) => ({
  group_id: groupId,
  role_id: roleId,
  ...(scope === 'account' ? { domain_id: scopeId } : { enterprise_project_id: scopeId }),
})

interface GrantDialogProps {
  readonly groupId: string
  readonly roles: readonly { readonly id: string; readonly display_name: string; readonly name: string }[]
  readonly close: () => void
}

function GrantDialog({ groupId, roles, close }: GrantDialogProps) {
  const t = useText()
  const may = useMay()
  const { account } = useSigned()
  const [form] = Form.useForm<{ roleId: string; scopeId: string }>()
  const { data } = useAsked(
    iam.enterpriseProjects.listEnterpriseProjects,
    { query: { limit: 1000 } },
    { isEnabled: may(iam.enterpriseProjects.listEnterpriseProjects) },
  )
  const act = async () => {
    const { roleId, scopeId } = form.getFieldsValue(true)
    const scope = scopeId === '' ? 'account' : 'enterprise-project'
    const params = paramsOf({ groupId, roleId, scope, scopeId: scopeId || account.id })
    const place = placeOf(scope)
    if (place) await ask(place.grant, { params: params as never })
  }
  return (
    <ActionDialog title={t('grants.grant')} submit={t('grants.grant')} form={form} act={act} close={close}>
      <Form form={form} layout="vertical" initialValues={{ scopeId: '' }}>
        <Form.Item
          name="roleId"
          label={t('grants.policy')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={roles.map((role) => ({ value: role.id, label: roleTitle(role) }))}
          />
        </Form.Item>
        <Form.Item name="scopeId" label={t('grants.on')}>
          <Select
            options={[
              { value: '', label: t('grants.account') },
              ...(data?.enterprise_projects.map(({ id, name }) => ({ value: id, label: name })) ?? []),
            ]}
          />
        </Form.Item>
      </Form>
    </ActionDialog>
  )
}
