import { type TObject, type TSchema, Type } from 'typebox'
import type { ApiOperation, ApiResource } from '../operation.ts'
import { Tag, Tags, TagsInUse, TagsToAdd, TagsToRemove, tagFilter } from '../tag.ts'
import * as shapes from './shapes.ts'

export const AddTagBody = Type.Object({ tag: Tag })
export const AddTagsBody = Type.Object({ tags: TagsToAdd })
export const RemoveTagsBody = Type.Object({ tags: TagsToRemove })

const filter = {
  tags: Type.Optional(tagFilter('every key with one of its values; none: every resource')),
  matches: Type.Optional(
    Type.Array(
      Type.Object({
        key: Type.Literal('resource_name'),
        value: Type.String({ maxLength: 255, allowEmpty: true }),
      }),
      { maxItems: 1, description: 'a part of the common name' },
    ),
  ),
}
export const CountBody = Type.Object(filter)
export const FilterBody = Type.Object({
  ...filter,
  limit: Type.Optional(Type.Integer({ minimum: 10, maximum: 50 })),
  offset: Type.Optional(shapes.Offset),
})

/** What the seven tag operations of a noun differ in. */
interface TaggedNoun {
  /** As the vendor's operation ids spell it. */
  readonly name: 'Ca' | 'Cert'
  readonly plural: string
  readonly root: string
  readonly one: string
  readonly actions: 'pca:ca' | 'pca:cert'
  readonly about: { readonly single: ApiResource; readonly listed: ApiResource }
  readonly path: TObject
  readonly detail: TSchema
}

/** Client contract 1.2, operations 23 to 29 and 39 to 45. */
export type TagOperations = ReturnType<typeof tagOperations>

function tagOperations(noun: TaggedNoun) {
  const { name, plural, root, one, actions, path, detail } = noun
  const { single, listed } = noun.about
  const Resource = Type.Object({
    resource_id: Type.String(),
    resource_name: Type.String(),
    tags: Tags.properties.tags,
    resource_detail: detail,
  })
  return {
    addTag: {
      id: `Create${name}Tag`,
      method: 'POST',
      path: `${one}/tags`,
      summary: 'Set a tag',
      action: `${actions}:createTag`,
      about: single,
      params: path,
      body: AddTagBody,
      success: { status: 204 },
    },
    addTags: {
      id: `BatchCreate${name}Tags`,
      method: 'POST',
      path: `${one}/tags/create`,
      summary: 'Set tags',
      action: `${actions}:createTag`,
      about: single,
      params: path,
      body: AddTagsBody,
      success: { status: 204 },
    },
    removeTags: {
      id: `BatchDelete${name}Tags`,
      method: 'DELETE',
      path: `${one}/tags/delete`,
      summary: 'Remove tags',
      action: `${actions}:deleteTag`,
      about: single,
      params: path,
      body: RemoveTagsBody,
      success: { status: 204 },
    },
    listTags: {
      id: `List${name}Tags`,
      method: 'GET',
      path: `${one}/tags`,
      summary: 'List the tags of one',
      action: `${actions}:listTags`,
      about: single,
      params: path,
      success: { status: 200, body: Tags },
    },
    listTagsInUse: {
      id: `ListDomain${name}Tags`,
      method: 'GET',
      path: `${root}/tags`,
      summary: `List all tags of the account's ${plural}`,
      action: 'pca::listTags',
      about: listed,
      success: {
        status: 200,
        body: TagsInUse,
      },
    },
    findTagged: {
      id: `List${name}ResourceInstances`,
      method: 'POST',
      path: `${root}/resource-instances/filter`,
      summary: `Find ${plural} by their tags`,
      action: `${actions}:listByTag`,
      about: listed,
      body: FilterBody,
      isBodyOptional: true,
      success: {
        status: 200,
        body: Type.Object({ total_count: Type.Integer(), resources: Type.Array(Resource) }),
      },
    },
    countTagged: {
      id: `Count${name}ResourceInstances`,
      method: 'POST',
      path: `${root}/resource-instances/count`,
      summary: `Count ${plural} by their tags`,
      action: `${actions}:listByTag`,
      about: listed,
      body: CountBody,
      isBodyOptional: true,
      success: { status: 200, body: Type.Object({ total_count: Type.Integer() }) },
    },
  } as const satisfies Record<string, ApiOperation>
}

export const authorityTags = tagOperations({
  name: 'Ca',
  plural: 'CAs',
  root: '/v1/private-certificate-authorities',
  one: '/v1/private-certificate-authorities/{ca_id}',
  actions: 'pca:ca',
  about: { single: { kind: 'ca', parameter: 'ca_id' }, listed: { kind: 'ca', is: 'listed' } },
  path: shapes.AuthorityPath,
  detail: shapes.CertificateAuthority,
})

export const certificateTags = tagOperations({
  name: 'Cert',
  plural: 'certificates',
  root: '/v1/private-certificates',
  one: '/v1/private-certificates/{certificate_id}',
  actions: 'pca:cert',
  about: {
    single: { kind: 'cert', parameter: 'certificate_id' },
    listed: { kind: 'cert', is: 'listed' },
  },
  path: shapes.CertificatePath,
  detail: shapes.PrivateCertificate,
})
