import type { DomainError } from '../../domain/model/errors.ts'

/** Why a request is refused, before a family puts it in its own words. */
export type Fault =
  | { readonly kind: 'refused'; readonly error: DomainError }
  /** A field is not of its shape; `code` is the one that the contract names for it, if any. */
  | ({ readonly kind: 'violation' } & Violation)
  | { readonly kind: 'route-unknown' }
  | { readonly kind: 'method-unknown' }
  | { readonly kind: 'too-large'; readonly reason: string }
  | { readonly kind: 'media-type'; readonly reason: string }
  | { readonly kind: 'unexpected' }

export interface Violation {
  readonly code?: string
  /** As the API names it, with indexes: `subject_alternative_names[2].value`. */
  readonly parameter: string
  readonly reason: string
}

/** Thrown on the way to an operation, and caught by the server's one error handler. */
export class WireError extends Error {
  override readonly name = 'WireError'
  readonly fault: Fault

  constructor(fault: Fault) {
    super(fault.kind)
    this.fault = fault
  }
}

/** A fault as it goes out. */
export interface FaultAnswer {
  readonly status: number
  readonly body: object
}

/** One error code, with one of the statuses it goes out with, as the tables for readers list it. */
export interface KnownError {
  readonly status: number
  readonly code: string
  readonly message: string
}

/** How one API family words its refusals. */
export type Dialect = (fault: Fault, requestId: string) => FaultAnswer
