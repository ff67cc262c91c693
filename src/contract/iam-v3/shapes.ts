import { type TSchema, Type } from 'typebox'
import { ErrorBody, nullable } from '../operation.ts'

/** Fields that many of IAM's operations share. */

export const identifier = Type.String({ minLength: 1, maxLength: 256 })
export const description = Type.String({ maxLength: 255, allowEmpty: true })
/** Of users, groups and the like: no slash, which paths and agencies are told by. */
export const name = Type.String({
  pattern: '^[^\\s/\\p{C}][^/\\p{C}]{0,63}$',
  expectation: 'must have 1 to 64 characters, no slash, and no space in front',
})
/** Parsed by the domain, which says what is wrong with it. */
export const policyDocument = Type.Unsafe<object>({ type: 'object', additionalProperties: true })

/** Parameters of a path. */
export const path = <const Name extends string>(...names: readonly Name[]) =>
  Type.Object(Object.fromEntries(names.map((one) => [one, identifier])) as Record<Name, typeof identifier>)

export const Named = Type.Object({ id: Type.String(), name: Type.String() })

export const SelfLink = Type.Object({ self: Type.String() })
export const Links = Type.Object({
  self: Type.String(),
  next: nullable(Type.String()),
  previous: nullable(Type.String()),
})

/** A list as Keystone has it, under the noun's name. */
export const listOf = <const Name extends string, Item extends TSchema>(noun: Name, item: Item) =>
  Type.Object({ [noun]: Type.Array(item), links: Links } as {
    [Key in Name]: ReturnType<typeof arrayOf<Item>>
  } & {
    links: typeof Links
  })
const arrayOf = <Item extends TSchema>(item: Item) => Type.Array(item)

/** Keystone's own, and the names that the vendor's SDKs look for beside it. */
export const KeystoneErrorBody = Type.Object(
  {
    error: Type.Object({ code: Type.Integer(), message: Type.String(), title: Type.String() }),
    error_code: ErrorBody.properties.error_code,
    error_msg: ErrorBody.properties.error_msg,
  },
  { title: 'KeystoneError' },
)
