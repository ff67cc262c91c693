import { scm } from 'virtual:contract'
import { ask } from '../../api/ask.ts'
import type { PushForm } from './push-fields.tsx'

/** A place that did not take the certificate, and why. */
export interface NotPushed {
  readonly place: string
  readonly reason: string
}

/** Pushes to every place of the form; answers those that failed. Throws `ApiError` where nothing could be tried. */
export async function sendPush(certificateId: string, form: PushForm): Promise<readonly NotPushed[]> {
  const params = { certificate_id: certificateId }
  const projects = form.service === 'CDN' ? [''] : (form.projects ?? [])
  if (form.scope === 'resources') {
    const failures = await Promise.all(projects.map((project) => deploy(certificateId, project, form)))
    return failures.flat()
  }
  const [only = '', ...others] = projects
  if (others.length === 0) {
    await ask(scm.pushes.pushCertificate, {
      params,
      body: { target_service: form.service, target_project: only },
    })
    return []
  }
  const body = { target_service: form.service, target_projects: [...projects] }
  const { results } = await ask(scm.pushes.batchPushCertificate, { params, body })
  return results
    .filter(({ message }) => message !== 'success')
    .map(({ project_name, message }) => ({ place: `${form.service} · ${project_name}`, reason: message }))
}

async function deploy(
  certificateId: string,
  project: string,
  { service, resources = [], hostType }: PushForm,
): Promise<NotPushed[]> {
  const { failure_list } = await ask(scm.pushes.deployCertificate, {
    params: { certificate_id: certificateId },
    body: {
      service_name: service,
      project_name: project,
      resources: resources.map((resource) =>
        service === 'CDN'
          ? { domain_name: resource }
          : { id: resource, ...(service === 'WAF' && hostType && { type: hostType }) },
      ),
    },
  })
  return failure_list.map(({ resource, failure_info }) => ({
    place: [service, project, resource.id ?? resource.domain_name].filter(Boolean).join(' · '),
    reason: failure_info,
  }))
}
