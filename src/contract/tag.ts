import { Type } from 'typebox'

/** Tags as the vendor's tag service has them: the same on whatever carries them (client contract 1.2.1). */

export const TagKey = Type.String({
  pattern: '^[\\p{L}\\p{M}\\p{N} _.:=+\\-@]{1,128}$',
  expectation: 'must have 1 to 128 characters: letters, digits, spaces and _ . : = + - @',
})
export const TagValue = Type.String({
  pattern: '^[\\p{L}\\p{M}\\p{N} _.:=+\\-@/]{0,255}$',
  expectation: 'must have at most 255 characters: letters, digits, spaces and _ . : = + - @ /',
  allowEmpty: true,
})

export const Tag = Type.Object({ key: TagKey, value: TagValue })

/** In one request, on one resource, and values of one key in a filter. */
export const mostTags = 20

export const TagsToAdd = Type.Array(Tag, { minItems: 1, maxItems: mostTags, allowEmpty: true })
export const TagsToRemove = Type.Array(Type.Object({ key: TagKey, value: Type.Optional(TagValue) }), {
  minItems: 1,
  maxItems: mostTags,
  allowEmpty: true,
})

/** Keys of a filter, each with values of which any will do. */
export const tagFilter = (description: string) =>
  Type.Array(
    Type.Object({
      key: TagKey,
      values: Type.Optional(Type.Array(TagValue, { maxItems: mostTags, description: 'none: any value' })),
    }),
    { maxItems: mostTags, description },
  )

export const Tags = Type.Object({
  tags: Type.Array(Type.Object({ key: Type.String(), value: Type.String() })),
})

/** Every key in use, with every value that it has. */
export const TagsInUse = Type.Object({
  tags: Type.Array(Type.Object({ key: Type.String(), values: Type.Array(Type.String()) })),
})
