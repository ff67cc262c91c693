/** The part of OpenAPI 3.1 that we write, and our extensions (`x-…`). */

export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly info: Info
  readonly servers: readonly { readonly url: string }[]
  readonly tags: readonly { readonly name: string }[]
  readonly security: readonly SecurityRequirement[]
  readonly paths: Readonly<Record<string, PathItem>>
  readonly components: Components
  /** Every error code, with what the gateway says before any operation is reached. */
  readonly 'x-errors': readonly ErrorDescription[]
}

export interface Info {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly license: { readonly name: string; readonly identifier: string }
}

export interface ErrorDescription {
  readonly family: string
  readonly status: number
  readonly code: string
  readonly message: string
}

/** By method, in lower case. */
export type PathItem = Readonly<Record<string, OperationObject>>
type SecurityRequirement = Readonly<Record<string, readonly string[]>>

export interface Components {
  readonly securitySchemes: Readonly<Record<string, { readonly description: string } & Schema>>
  readonly headers: Readonly<Record<string, HeaderObject>>
  readonly schemas: Readonly<Record<string, Schema>>
}

export interface OperationObject {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  /** The permission that the caller needs; absent where none is needed. */
  readonly 'x-action'?: string
  /** Absent: the document's. */
  readonly security?: readonly SecurityRequirement[]
  /** Absent: 64 KiB. */
  readonly 'x-body-limit-bytes'?: number
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: {
    readonly required: boolean
    readonly description?: string
    readonly content: Content
  }
  readonly responses: Readonly<Record<string, ResponseObject>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required: boolean
  readonly schema: Schema
}

export interface ResponseObject {
  readonly description: string
  readonly headers?: Readonly<Record<string, HeaderObject | Reference>>
  readonly content?: Content
  /** The codes that this status may come with. */
  readonly 'x-error-codes'?: readonly string[]
}

export interface HeaderObject {
  readonly description: string
  readonly schema: Schema
}

/** By media type; files have no schema. */
export interface Content {
  readonly 'application/json'?: { readonly schema: Schema }
  readonly [mediaType: string]: { readonly schema?: Schema } | undefined
}

export interface Reference {
  readonly $ref: string
}

/** A JSON Schema; what is not named here stands in it as the contract says it. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: string | number | boolean
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly [keyword: string]: unknown
  /** The code when this, or something inside it, is wrong. */
  readonly 'x-error-code'?: string
  /** Further codes of a value that has the right form and says what can't be. */
  readonly 'x-content-error-codes'?: readonly string[]
}
