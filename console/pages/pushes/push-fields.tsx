import { iam } from 'virtual:contract'
import { Form, Radio, Select } from 'antd'
import { useAsked } from '../../api/use-asked.ts'
import { type TextKey, translateWord, useText } from '../../text/text.ts'
import { type Service, services } from './push.ts'

/** Where a certificate is to go, in the words of the form. */
export interface PushForm {
  readonly service: Service
  readonly projects?: readonly string[]
  readonly scope: 'service' | 'resources'
  readonly resources?: readonly string[]
  readonly hostType?: 'cloud' | 'premium'
}

export const firstPush: PushForm = { service: 'ELB', scope: 'service', hostType: 'cloud' }

/** A service, its projects, and all of it or single resources. */
export function PushFields() {
  const t = useText()
  const form = Form.useFormInstance<PushForm>()
  const service = Form.useWatch('service', form)
  const scope = Form.useWatch('scope', form)
  return (
    <>
      <Form.Item name="service" label={t('pushes.service')}>
        <Radio.Group optionType="button" options={services.map((value) => ({ value, label: value }))} />
      </Form.Item>
      {service !== 'CDN' && <ProjectsField />}
      <Form.Item name="scope" label={t('pushes.scope')} extra={t('pushes.scopeWords')}>
        <Radio.Group
          options={(['service', 'resources'] as const).map((value) => ({
            value,
            label: translateWord('pushScope', value),
          }))}
        />
      </Form.Item>
      {scope === 'resources' && <ResourcesField service={service} />}
    </>
  )
}

/** The projects of the user are offered; others may be typed, for targets that name some of their own. */
function ProjectsField() {
  const t = useText()
  const { data } = useAsked(iam.projects.listAuthorizedProjects)
  return (
    <Form.Item
      name="projects"
      label={t('pushes.projects')}
      rules={[{ required: true, message: t('form.required') }]}
    >
      <Select
        mode="tags"
        maxCount={10}
        tokenSeparators={[',', ' ', ';']}
        options={data?.projects.map(({ name }) => ({ value: name, label: name }))}
      />
    </Form.Item>
  )
}

const resourceWords = {
  ELB: 'pushes.elbResources',
  WAF: 'pushes.wafResources',
  CDN: 'pushes.cdnResources',
} as const satisfies Record<Service, TextKey>

function ResourcesField({ service = 'ELB' }: { service: Service | undefined }) {
  const t = useText()
  return (
    <>
      <Form.Item
        name="resources"
        label={t('pushes.resources')}
        extra={t(resourceWords[service])}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Select mode="tags" open={false} suffixIcon={null} maxCount={20} tokenSeparators={[',', ' ', ';']} />
      </Form.Item>
      {service === 'WAF' && (
        <Form.Item name="hostType" label={t('pushes.hostType')}>
          <Radio.Group options={(['cloud', 'premium'] as const).map((value) => ({ value, label: value }))} />
        </Form.Item>
      )}
    </>
  )
}
