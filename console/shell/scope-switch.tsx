import { iam } from 'virtual:contract'
import { Select } from 'antd'
import { useAsked } from '../api/use-asked.ts'
import { session, useMay, useSession, useSigned } from '../session/session.ts'
import { switchProject } from '../session/sign-in.ts'
import { useText } from '../text/text.ts'

/** The project that the token is for, and the enterprise project that lists show. */
export function ScopeSwitch() {
  return (
    <span className="shell-scope">
      <ProjectSwitch />
      <EnterpriseProjectSwitch />
    </span>
  )
}

function ProjectSwitch() {
  const t = useText()
  const { project } = useSigned()
  const { data } = useAsked(iam.projects.listAuthorizedProjects)
  const options = data?.projects.map(({ id, name }) => ({ value: id, label: name })) ?? []
  if (options.length === 0) return null
  return (
    <Select
      variant="borderless"
      aria-label={t('shell.project')}
      placeholder={t('shell.wholeAccount')}
      value={project?.id}
      options={options}
      popupMatchSelectWidth={false}
      onChange={(id) => void switchProject(id)}
    />
  )
}

function EnterpriseProjectSwitch() {
  const t = useText()
  const may = useMay()
  const { enterpriseProject } = useSession()
  const isOffered = may(iam.enterpriseProjects.listEnterpriseProjects)
  const query = { limit: 1000 }
  const { data } = useAsked(
    iam.enterpriseProjects.listEnterpriseProjects,
    { query },
    { isEnabled: isOffered },
  )
  if (!isOffered || !data) return null
  const known = data.enterprise_projects.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      variant="borderless"
      aria-label={t('shell.enterpriseProject')}
      value={enterpriseProject}
      options={[{ value: 'all', label: t('shell.everyEnterpriseProject') }, ...known]}
      popupMatchSelectWidth={false}
      onChange={(id) => session.chooseEnterpriseProject(id)}
    />
  )
}
