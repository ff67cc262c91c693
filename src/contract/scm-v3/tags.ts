import { Type } from 'typebox'
import { type ApiOperation, type BodyChoice, nullable, type Static } from '../operation.ts'
import { Tag, Tags, TagsInUse, TagsToAdd, TagsToRemove, tagFilter } from '../tag.ts'
import * as shapes from './shapes.ts'

const one = '/v3/scm/{resource_id}/tags'
const path = Type.Object({ resource_id: shapes.CertificateId })
const single = { kind: 'cert', parameter: 'resource_id' } as const
const listed = { kind: 'cert', is: 'listed' } as const

const Done = Type.Object({ desc: Type.Literal('success') })

export const addTag = {
  id: 'CreateCertificateTag',
  method: 'POST',
  path: one,
  summary: 'Set a tag',
  action: 'scm:cert:createTag',
  about: single,
  params: path,
  body: Type.Object({ tag: Tag }),
  success: { status: 200, body: Done },
} as const satisfies ApiOperation

export const listTags = {
  id: 'ListTagsByCertificate',
  method: 'GET',
  path: one,
  summary: 'List the tags of one',
  action: 'scm:cert:listTags',
  about: single,
  params: path,
  success: { status: 200, body: Tags },
} as const satisfies ApiOperation

const AddBody = Type.Object({
  action: Type.Literal('create', { expectation: 'must be create or delete' }),
  tags: TagsToAdd,
})
const RemoveBody = Type.Object({ action: Type.Literal('delete'), tags: TagsToRemove })

const isRemoval = ({ action }: Readonly<Record<string, unknown>>) => action === 'delete'

const ChangeBody: BodyChoice = {
  alternatives: [
    { title: 'to set tags', shape: AddBody, when: Type.Object({ action: Type.Literal('create') }) },
    { title: 'to remove tags', shape: RemoveBody, when: Type.Object({ action: Type.Literal('delete') }) },
  ],
  choose: (body) => (isRemoval(body) ? RemoveBody : AddBody),
}

export type ChangeTagsBody = Static<typeof AddBody> | Static<typeof RemoveBody>

export const changeTags = {
  id: 'BatchCreateOrDeleteTags',
  method: 'POST',
  path: `${one}/action`,
  summary: 'Set tags, or remove them, which takes scm:cert:deleteTag instead',
  action: 'scm:cert:createTag',
  otherAction: { action: 'scm:cert:deleteTag', isMeant: isRemoval },
  about: single,
  params: path,
  body: ChangeBody,
  success: { status: 200, body: Done },
} as const satisfies ApiOperation

export const listTagsInUse = {
  id: 'ListAllTags',
  method: 'GET',
  path: '/v3/scm/tags',
  summary: "List all tags of the account's certificates",
  action: 'scm::listTags',
  about: listed,
  success: { status: 200, body: TagsInUse },
} as const satisfies ApiOperation

export const FindTaggedBody = Type.Object({
  action: Type.Optional(
    Type.Union([Type.Literal('filter'), Type.Literal('count')], {
      expectation: 'must be filter or count',
      description: 'filter if absent',
    }),
  ),
  without_any_tag: Type.Optional(
    Type.Boolean({ description: 'true: only what has no tag; the lists of tags are not looked at' }),
  ),
  tags: Type.Optional(tagFilter('every key with one of its values')),
  tags_any: Type.Optional(tagFilter('one of the keys with one of its values')),
  not_tags: Type.Optional(tagFilter('not what tags would find')),
  not_tags_any: Type.Optional(tagFilter('not what tags_any would find')),
  matches: Type.Optional(
    Type.Array(
      Type.Object({
        key: Type.Literal('resource_name'),
        value: Type.String({ maxLength: 255, allowEmpty: true }),
      }),
      { maxItems: 10, description: 'parts of the name, each of which it must hold' },
    ),
  ),
  limit: Type.Optional(shapes.Limit),
  offset: Type.Optional(shapes.Offset),
})

const text = nullable(Type.String())

const TaggedCertificate = Type.Object({
  cert_id: Type.String(),
  cert_name: Type.String(),
  domain: text,
  cert_type: text,
  cert_brand: text,
  domain_type: text,
  purchase_period: nullable(Type.Integer({ description: 'in months' })),
  expired_time: text,
  order_status: Type.String(),
  domain_num: Type.Integer(),
  wildcard_number: Type.Integer(),
  sans: text,
  cert_des: text,
  signature_algorithm: text,
  fail_reason: text,
  partner_order_id: text,
  push_support: Type.Boolean(),
  cert_issued_time: text,
  resource_id: Type.String(),
  unsubscribe_support: Type.Boolean(),
  enterprise_project_id: Type.String(),
  origin_cert_id: text,
  renewal_cert_id: text,
  auto_renew_status: Type.Integer(),
  remain_cert_number: Type.Integer(),
  auto_deploy_support: Type.Boolean(),
})

export const findTagged = {
  id: 'ListCertificatesByTag',
  method: 'POST',
  // the reference has {resource_instances}, and in its place every client sends this word
  path: '/v3/scm/resource_instances/action',
  summary: 'Find or count certificates by their tags',
  action: 'scm:cert:listByTag',
  about: listed,
  body: FindTaggedBody,
  isBodyOptional: true,
  success: {
    status: 200,
    body: Type.Object({
      resources: Type.Optional(
        Type.Array(
          Type.Object({
            resource_id: Type.String(),
            resource_name: Type.String(),
            tags: Tags.properties.tags,
            resource_detail: TaggedCertificate,
          }),
          { description: 'absent where they are only counted' },
        ),
      ),
      total_count: Type.Integer(),
    }),
  },
} as const satisfies ApiOperation
