import type { PushPlace } from '../../../domain/model/push-place.ts'
import { refused } from '../failure.ts'
import { type Fields, fieldsOf, textOf } from '../peer.ts'
import { endingInLine, fullChain } from '../pem.ts'
import { sightOf } from '../sight.ts'
import type { Cloud, CloudCall } from './cloud-call.ts'
import { type Former, formerOf, isSameCertificate, keyUntold, readSnapshot, writeSnapshot } from './former.ts'
import { idOf } from './ids.ts'
import type { ServiceTarget } from './service-target.ts'

interface Snapshot {
  /** Ours, as it was; null where there was none. */
  readonly former: Former | null
  /** What the host used, ours or another; null where it is not known, or no host is meant. */
  readonly hostCertificateId: string | null
  readonly ownId: string | null
}

const pageSize = 100
const mostPages = 100

/** WAF v1: one certificate there for each of ours, which hosts are bound to. */
export function createWafTarget(name: string, cloud: Cloud, projectId: string): ServiceTarget {
  const path = `/v1/${projectId}/waf/certificate`
  const queryOf = ({ resource }: PushPlace): Readonly<Record<string, string>> =>
    resource?.enterpriseProjectId ? { enterprise_project_id: resource.enterpriseProjectId } : {}
  const one = (place: PushPlace, method: CloudCall['method'], id: string, body?: unknown): CloudCall => ({
    method,
    path: `${path}/${id}`,
    query: queryOf(place),
    body,
  })
  const show = (place: PushPlace, id: string) => cloud.find(one(place, 'GET', id))

  async function* list(place: PushPlace, filter: Readonly<Record<string, string>>): AsyncGenerator<Fields> {
    for (let page = 1; page <= mostPages; page += 1) {
      const query = { ...queryOf(place), ...filter, page: String(page), pagesize: String(pageSize) }
      const { items } = await cloud.call({ method: 'GET', path, query })
      if (!Array.isArray(items)) throw refused('answers no items')
      yield* items.map((item) => fieldsOf(item) ?? {})
      if (items.length < pageSize) return
    }
  }
  const find = async (place: PushPlace): Promise<Fields | undefined> => {
    const known = place.resourceId === null ? undefined : await show(place, idOf(place.resourceId))
    if (known) return known
    for await (const item of list(place, { name: nameOf(place) })) {
      if (item['name'] === nameOf(place)) return show(place, idOf(item['id']))
    }
    return undefined
  }
  const findOfHost = async (place: PushPlace): Promise<string | null> => {
    if (!place.resource) return null
    for await (const item of list(place, { host: 'true' })) if (hasHost(item, place)) return idOf(item['id'])
    return null
  }
  const bind = async (place: PushPlace, id: string): Promise<void> => {
    if (!place.resource) return
    const hosts = [idOf(place.resource.id)]
    const isPremium = place.resource.hostType === 'premium'
    const body = { cloud_host_ids: isPremium ? [] : hosts, premium_host_ids: isPremium ? hosts : [] }
    await cloud.call({ ...one(place, 'POST', id, body), path: `${path}/${id}/apply-to-hosts` })
  }
  const put = (place: PushPlace, id: string, content: string, key: string) =>
    cloud.call(one(place, 'PUT', id, { name: nameOf(place), content, key }))
  const remove = async (place: PushPlace): Promise<void> => {
    const present = await find(place)
    if (present) await cloud.find(one(place, 'DELETE', idOf(present['id'])))
  }

  return {
    name,
    async list() {
      await cloud.call({ method: 'GET', path, query: { page: '1', pagesize: '1' } })
    },
    async snapshot(place, pushed) {
      const present = await find(place)
      const hostCertificateId = await findOfHost(place)
      if (!present && hostCertificateId === null) return null
      const former = present ? formerOf(textOf(present['content']), present['key'], pushed) : null
      const ownId = present ? idOf(present['id']) : null
      return writeSnapshot({ former, hostCertificateId, ownId } satisfies Snapshot)
    },
    async apply(place, content) {
      const present = await find(place)
      const [chain, key] = [fullChain(content), endingInLine(content.privateKeyPem)]
      const body = { name: nameOf(place), content: chain, key }
      const made = present ?? (await cloud.call({ method: 'POST', path, query: queryOf(place), body }))
      const resourceId = idOf(made['id'])
      if (present && !isSameCertificate(present['content'], chain)) await put(place, resourceId, chain, key)
      if (!hasHost(made, place)) await bind(place, resourceId)
      return { resourceId, resourceName: nameOf(place) }
    },
    look: (place, { certificatePem }) =>
      sightOf(async () => {
        const present = (await show(place, idOf(place.resourceId))) ?? {}
        return isSameCertificate(present['content'], certificatePem) && hasHost(present, place)
      }),
    async restore(place, snapshot) {
      if (snapshot === null) return remove(place)
      const { former, hostCertificateId, ownId } = readSnapshot<Snapshot>(snapshot)
      const isOfOthers = hostCertificateId !== null && hostCertificateId !== ownId
      if (isOfOthers) await bind(place, hostCertificateId)
      if (former === null) return remove(place)
      const present = await find(place)
      if (!present) throw refused('the certificate is gone')
      if (isSameCertificate(present['content'], former.certificate)) return
      if (former.privateKey === null) throw refused(keyUntold('WAF'))
      await put(place, idOf(present['id']), former.certificate, former.privateKey)
    },
    async remove(place) {
      if (place.resource) throw refused('the host uses it until it has another')
      await remove(place)
    },
  }
}

/** Names there are unique within a project, ours within nothing: so it holds the id. */
const nameOf = ({ certificateName, certificateId }: PushPlace) =>
  `${certificateName.replaceAll(/[^A-Za-z0-9_.-]/g, '-')}-${certificateId}`

/** True where no host is meant. */
function hasHost({ bind_host: hosts }: Fields, { resource }: PushPlace): boolean {
  if (!resource) return true
  return Array.isArray(hosts) && hosts.some((host) => fieldsOf(host)?.['id'] === resource.id)
}
