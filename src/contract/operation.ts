import { type Static, type TArray, type TObject, type TSchema, Type } from 'typebox'

/**
 * One operation of an API, as data: what is sent, what comes back, what it takes to be allowed. Routes, validation,
 * serialisation, permissions, documentation and clients are all made from it.
 */
export interface ApiOperation {
  /** The vendor's name, as its SDKs spell it; where PCA has the same one, with `Scm` before it. */
  readonly id: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `{name}` for parameters, as the reference prints it. */
  readonly path: string
  readonly summary: string
  /**
   * The permission that the caller needs, or the role; `installation` for the administrators of the first account;
   * `null` where being known suffices; `open` where nobody need be known.
   */
  readonly action: `${string}:${string}:${string}` | 'secu_admin' | 'installation' | null | 'open'
  /** Where the body may say that something else is done: what that takes instead, and whether the body says so. */
  readonly otherAction?: {
    readonly action: `${string}:${string}:${string}`
    readonly isMeant: (body: Readonly<Record<string, unknown>>) => boolean
  }
  /** The parameter of the path that names a project: only a caller of it gets in, and its grants alone count. */
  readonly inProject?: string
  /** The resource that the action is done to, where permissions may be limited to some; absent for the account as a whole. */
  readonly about?: ApiResource
  /** Callers may do it to themselves without the action. */
  readonly isOwnAllowed?: true
  readonly params?: TObject
  readonly query?: TObject
  /** Headers beside those of every request; the route looks at them itself. */
  readonly headers?: TObject
  /** Absent: the operation defines no body, and one that is sent is ignored unparsed. */
  readonly body?: BodyShape
  /** Instead of `body`: octets, as the body itself or as the one file of a form. */
  readonly file?: FileBody
  /** `optional`: an absent body, an empty one and JSON `null` mean the same as `{}`. */
  readonly isBodyOptional?: boolean
  readonly bodyLimitBytes?: number
  readonly success: {
    readonly status: 200 | 201 | 204
    /** What its headers hold, by name. */
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: TSchema
    /** What comes instead of JSON, when it is asked for. */
    readonly file?: { readonly mediaType: string; readonly description: string }
  }
}

/** One resource by the parameter of the path that holds its id; a new one; or those that a list shows. */
export type ApiResource =
  | { readonly kind: 'ca' | 'cert'; readonly parameter: string }
  | {
      readonly kind: 'ca' | 'cert'
      readonly is: 'new'
      /** Whether such a body asks for a CA all the same. */
      readonly isAuthority?: (body: Readonly<Record<string, unknown>>) => boolean
    }
  | { readonly kind: 'ca' | 'cert'; readonly is: 'listed' }

/** A file that is sent. */
export interface FileBody {
  readonly mediaTypes: readonly string[]
  readonly description: string
}

/** A body's shape, or the choice of one by what the body says. */
export type BodyShape = TObject | TArray | BodyChoice

export interface BodyChoice {
  readonly alternatives: readonly BodyAlternative[]
  /** The shape of one of the alternatives, also for a body that fits none: its violations are what the caller is told. */
  readonly choose: (body: Readonly<Record<string, unknown>>) => TObject
}

export interface BodyAlternative {
  readonly title: string
  readonly shape: TObject
  /** What bodies of this shape say and those of the others do not: `choose` in JSON Schema, for readers and clients. */
  readonly when: TSchema
}

/** What a part of the operation's requests holds. */
export type PartOf<
  Operation extends ApiOperation,
  Name extends 'params' | 'query' | 'body',
> = Operation extends {
  readonly [Key in Name]: infer Shape extends TObject | TArray
}
  ? Static<Shape>
  : Record<string, unknown>

/** What comes back. */
export type AnswerOf<Operation extends ApiOperation> = Operation['success'] extends {
  readonly body: infer Shape extends TSchema
}
  ? Static<Shape>
  : undefined

/** Bodies are read to this length unless the operation names more. */
export const defaultBodyLimitBytes = 64 * 1024

/** Options of a shape that name the code of its violation and whether an empty string is a value. */
export interface FieldOptions {
  /** The error code when this field, or something inside it, is wrong. */
  readonly violation?: string
  /** Further codes of a value that has the right form and says what can't be. */
  readonly contentViolations?: readonly string[]
  /** What the caller is told where a pattern or condition says nothing to a person. */
  readonly expectation?: string
  /** The property at fault when a condition over several is not met. */
  readonly blames?: string
  /** An empty string or list is a value here; elsewhere it means that the field was not set (contract 3.2). */
  readonly allowEmpty?: true
  /** A null is a wrong value here; elsewhere it means that the field was not set (contract 3.2). */
  readonly refuseNull?: true
}

/** A field whose text is one of these. */
export const oneOf = <Value extends string>(
  values: readonly Value[],
  options: FieldOptions & { description?: string } = {},
) => Type.Unsafe<Value>({ type: 'string', enum: [...values], ...options })

/** A response field that may be null: unions keep the serialiser from writing null as "" or 0. */
export const nullable = <Shape extends TSchema>(shape: Shape) => Type.Union([shape, Type.Null()])

/** What every refusal and failure says, whatever it says beside. */
export const ErrorBody = Type.Object(
  {
    error_code: Type.String(),
    error_msg: Type.String(),
    request_id: Type.Optional(Type.String({ description: 'of answers by the gateway (APIG.*)' })),
  },
  { title: 'Error' },
)

export type { Static, TObject, TSchema }
