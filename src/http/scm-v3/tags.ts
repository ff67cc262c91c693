import type { Static } from '../../contract/operation.ts'
import * as contract from '../../contract/scm-v3/tags.ts'
import type { Caller } from '../../domain/model/caller.ts'
import { type HostedCertificate, isDeployable } from '../../domain/model/hosted-certificate.ts'
import type { TagFilter } from '../../domain/model/tag.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { AddTagsCommand, RemoveTagsCommand } from '../../domain/operations/tag/change-tags.ts'
import type { FindTaggedCommand, Tagged } from '../../domain/operations/tag/find-tagged.ts'
import { type Route, route, type Scene } from '../wire/route.ts'
import { presentListed } from './present.ts'
import { timeText } from './time-text.ts'

const kind = 'hosted_certificate' as const
const done = () => ({ desc: 'success' as const })

/** Tags of certificates (client contract 1.1.1). */
export const tagRoutes = (operations: Operations): Route[] => [
  route(contract.addTag, operations.addTags, {
    command: ({ params, body }) => ({ kind, id: params.resource_id, tags: [body.tag] }),
    present: done,
  }),
  route(contract.listTags, operations.listTags, {
    command: ({ params }) => ({ kind, id: params.resource_id }),
    present: (tags) => ({ tags }),
  }),
  route(contract.changeTags, changeTags(operations), {
    command: ({ params, body }) => ({
      kind,
      id: params.resource_id,
      ...(body as unknown as contract.ChangeTagsBody),
    }),
    present: done,
  }),
  route(contract.listTagsInUse, operations.listTagsInUse, {
    command: () => ({ kind }),
    present: (tags) => ({ tags: tags.map(({ key, values }) => ({ key, values: [...values] })) }),
  }),
  route(contract.findTagged, findTagged(operations), {
    command: ({ body }) => ({
      isCount: body.action === 'count',
      filter: readFilter(body),
      page: { limit: body.limit ?? 10, offset: body.offset ?? 0 },
    }),
    present: ({ total, items }, scene) => ({
      ...(items && { resources: items.map((tagged) => presentTagged(tagged, scene)) }),
      total_count: total,
    }),
  }),
]

type ChangeTagsCommand =
  | ({ readonly action: 'create' } & AddTagsCommand)
  | ({ readonly action: 'delete' } & RemoveTagsCommand)

/** One call of the API for two of ours. */
const changeTags =
  ({ addTags, removeTags }: Operations) =>
  (caller: Caller, command: ChangeTagsCommand) =>
    command.action === 'create' ? addTags(caller, command) : removeTags(caller, command)

/** And another. */
const findTagged =
  ({ findTaggedHostedCertificates, countTagged }: Operations) =>
  async (
    caller: Caller,
    { isCount, ...command }: FindTaggedCommand & { readonly isCount: boolean },
  ): Promise<{ total: number; items?: readonly Tagged<HostedCertificate>[] }> =>
    isCount
      ? { total: await countTagged(caller, { kind, filter: command.filter }) }
      : await findTaggedHostedCertificates(caller, command)

type FilterBody = Static<typeof contract.FindTaggedBody>

function readFilter({ without_any_tag: isUntagged = false, matches = [], ...lists }: FilterBody): TagFilter {
  const names = matches.map(({ value }) => value)
  if (isUntagged) return { tags: [], isUntagged, names }
  return {
    tags: readTags(lists.tags),
    anyTags: readTags(lists.tags_any),
    notTags: readTags(lists.not_tags),
    notAnyTags: readTags(lists.not_tags_any),
    names,
  }
}

const readTags = (tags: FilterBody['tags'] = []) => tags.map(({ key, values = [] }) => ({ key, values }))

function presentTagged({ resource, tags }: Tagged<HostedCertificate>, scene: Scene) {
  return {
    resource_id: resource.id,
    resource_name: resource.name,
    tags: tags.map(({ key, value }) => ({ key, value })),
    resource_detail: presentDetail(resource, scene),
  }
}

/** What lists show, by other names. */
function presentDetail(certificate: HostedCertificate, scene: Scene) {
  const listed = presentListed(certificate, scene)
  const { ordered } = certificate
  return {
    cert_id: listed.id,
    cert_name: listed.name,
    domain: listed.domain,
    cert_type: listed.type,
    cert_brand: listed.brand,
    domain_type: listed.domain_type,
    purchase_period: listed.validity_period,
    expired_time: listed.expire_time,
    order_status: listed.status,
    domain_num: listed.domain_count,
    wildcard_number: listed.wildcard_count,
    sans: listed.sans,
    cert_des: listed.description,
    signature_algorithm: listed.signature_algorithm,
    fail_reason: ordered?.failure ?? null,
    partner_order_id: ordered?.orderId ?? null,
    push_support: isDeployable(certificate, scene.now),
    cert_issued_time: ordered?.issuedAt == null ? null : timeText(ordered.issuedAt),
    resource_id: listed.id,
    unsubscribe_support: ordered !== null,
    enterprise_project_id: listed.enterprise_project_id,
    origin_cert_id: null,
    renewal_cert_id: null,
    auto_renew_status: ordered?.renewsItself ? 1 : 0,
    remain_cert_number: 0,
    auto_deploy_support: false,
  }
}
