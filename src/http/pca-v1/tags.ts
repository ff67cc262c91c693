import type { Static } from '../../contract/operation.ts'
import {
  authorityTags,
  certificateTags,
  type FilterBody,
  type TagOperations,
} from '../../contract/pca-v1/tags.ts'
import type { Authority } from '../../domain/model/authority.ts'
import type { Listing } from '../../domain/model/page.ts'
import type { PrivateCertificate } from '../../domain/model/private-certificate.ts'
import type { Tag, TagFilter, TaggedKind } from '../../domain/model/tag.ts'
import type { BoundOperation } from '../../domain/operations/bind-operation.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { FindTaggedCommand, Tagged } from '../../domain/operations/tag/find-tagged.ts'
import { type Route, route, type Scene } from '../wire/route.ts'
import { presentAuthority, presentCertificate } from './present.ts'

/** Tags of CAs and of certificates (client contract 1.2.1): the same seven operations on either. */
export const tagRoutes = (operations: Operations): Route[] => [
  ...routesOf(operations, authorityTags, {
    kind: 'authority',
    parameter: 'ca_id',
    find: operations.findTaggedAuthorities,
    present: presentAuthority,
  }),
  ...routesOf(operations, certificateTags, {
    kind: 'certificate',
    parameter: 'certificate_id',
    find: operations.findTaggedCertificates,
    present: presentCertificate,
  }),
]

/** What the API calls by its common name. */
type Named = Pick<Authority | PrivateCertificate, 'id' | 'subject'>

interface TaggedNoun<Noun> {
  readonly kind: TaggedKind
  readonly parameter: string
  readonly find: BoundOperation<FindTaggedCommand, Listing<Tagged<Noun>>>
  present(noun: Noun, scene: Scene): unknown
}

function routesOf<Noun extends Named>(
  operations: Operations,
  contract: TagOperations,
  noun: TaggedNoun<Noun>,
): Route[] {
  const { kind } = noun
  const target = (params: Record<string, unknown>) => ({ kind, id: String(params[noun.parameter]) })
  return [
    route(contract.addTag, operations.addTags, {
      command: ({ params, body }) => ({ ...target(params), tags: [body.tag] }),
    }),
    route(contract.addTags, operations.addTags, {
      command: ({ params, body }) => ({ ...target(params), tags: body.tags }),
    }),
    route(contract.removeTags, operations.removeTags, {
      command: ({ params, body }) => ({ ...target(params), tags: body.tags }),
    }),
    route(contract.listTags, operations.listTags, {
      command: ({ params }) => target(params),
      present: (tags) => ({ tags }),
    }),
    route(contract.listTagsInUse, operations.listTagsInUse, {
      command: () => ({ kind }),
      present: (tags) => ({ tags: tags.map(({ key, values }) => ({ key, values: [...values] })) }),
    }),
    route(contract.findTagged, noun.find, {
      command: ({ body }) => ({
        filter: readFilter(body),
        page: { limit: body.limit ?? 10, offset: body.offset ?? 0 },
      }),
      present: ({ total, items }, scene) => ({
        total_count: total,
        resources: items.map((tagged) => presentTagged(noun, tagged, scene)),
      }),
    }),
    route(contract.countTagged, operations.countTagged, {
      command: ({ body }) => ({ kind, filter: readFilter(body) }),
      present: (total) => ({ total_count: total }),
    }),
  ]
}

function presentTagged<Noun extends Named>(
  noun: TaggedNoun<Noun>,
  { resource, tags }: Tagged<Noun>,
  scene: Scene,
) {
  return {
    resource_id: resource.id,
    resource_name: resource.subject.commonName,
    tags: tags.map(({ key, value }): Tag => ({ key, value })),
    resource_detail: noun.present(resource, scene),
  }
}

function readFilter({ tags = [], matches = [] }: Static<typeof FilterBody>): TagFilter {
  return {
    tags: tags.map(({ key, values = [] }) => ({ key, values })),
    names: matches.map(({ value }) => value),
  }
}
