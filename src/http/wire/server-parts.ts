import type { TSchema } from '../../contract/operation.ts'
import type { Caller, RequestOrigin } from '../../domain/model/caller.ts'
import type { Operations } from '../../domain/operations/index.ts'
import type { ClientAddress } from './client-address.ts'
import type { Dialect, KnownError } from './fault.ts'
import type { AnyRoute } from './route.ts'
import type { SignedParts } from './signed-request.ts'

/** Routes that share a dialect. */
export interface Family {
  /** As people call it: `PCA v1`. */
  readonly name: string
  readonly dialect: Dialect
  /** What the dialect may say, for readers. */
  readonly errors: readonly KnownError[]
  /** The code of a wrong parameter that the contract names none for. */
  readonly generalCode: string
  readonly errorBody: TSchema
  readonly routes: readonly AnyRoute[]
}

/** Something of the server's own, outside the API: health, public certificates, revocation. */
export interface PlainRoute {
  /** GET unless told, and HEAD with it (RFC 9110 §9.3.2). */
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly cacheControl: string
  readonly answer: (
    params: Readonly<Record<string, string>>,
    request: PlainRequest,
  ) => Promise<PlainAnswer | undefined>
}

export interface PlainRequest {
  /** As it came over the wire. */
  readonly url: string
  readonly headers: SignedParts['headers']
  readonly origin: RequestOrigin
  readonly body: Uint8Array
}

export interface PlainAnswer {
  readonly status: number
  /** Absent together with the body: of what the client has already. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: Uint8Array | string
}

/** A request as it was answered: what it was for, and nothing that its caller wrote. */
export interface Answered {
  readonly requestId: string
  readonly method: string
  /** The path's pattern; null for a path that there is not. */
  readonly route: string | null
  /** The family of the operation, and its name in the contract; null for what is no operation. */
  readonly family: string | null
  readonly operation: string | null
  readonly status: number
  readonly tookMs: number
  readonly sourceAddress: string
  /** Who asked, where that became known. */
  readonly caller: Pick<Caller, 'user' | 'account'> | null
}

export interface ServerParts {
  readonly operations: Operations
  readonly families: readonly Family[]
  readonly plainRoutes: readonly PlainRoute[]
  readonly clientAddress: ClientAddress
  readonly now: () => number
  /** Base of the URLs in certificates. */
  readonly publicUrl: string
  readonly makeRequestId: () => string
  /** Told of what nobody expected; the caller only sees that it happened. */
  readonly report: (error: unknown, requestId: string) => void
  /** Told of each request that was answered. */
  readonly answered: (answered: Answered) => void
  readonly tls?: { readonly key: string; readonly cert: string }
}
