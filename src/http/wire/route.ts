import type { AnswerOf, ApiOperation, PartOf } from '../../contract/operation.ts'
import type { Caller, RequestOrigin } from '../../domain/model/caller.ts'
import type { BoundOperation } from '../../domain/operations/bind-operation.ts'

/** A request whose parts are of the operation's shapes. */
export interface RouteInput<Params = unknown, Query = unknown, Body = unknown> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** What presenters may need beside the result. */
export interface Scene {
  readonly caller: Caller
  readonly now: number
  /** Base of the URLs in certificates. */
  readonly publicUrl: string
}

export interface RouteAnswer {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** An operation of the contract with what answers it. */
export interface Route {
  readonly operation: ApiOperation
  answer(input: RouteInput, scene: Scene): Promise<RouteAnswer>
}

/** The same for an operation that nobody need be known for. */
export interface OpenRoute {
  readonly operation: ApiOperation & { readonly action: 'open' }
  answerOpen(input: RouteInput, origin: RequestOrigin): Promise<RouteAnswer>
}

/** One that is open to whoever shows something else than credentials of the API, too. */
export interface DoubleRoute extends Route {
  isOpenTo(headers: RouteInput['headers']): boolean
  answerOpen(input: RouteInput, origin: RequestOrigin): Promise<RouteAnswer>
}

export type AnyRoute = Route | OpenRoute | DoubleRoute

export type InputOf<Operation extends ApiOperation> = RouteInput<
  PartOf<Operation, 'params'>,
  PartOf<Operation, 'query'>,
  Operation extends { readonly file: object } ? Uint8Array : PartOf<Operation, 'body'>
>

/** Binds an operation of the contract to one of the domain: parse the command, run it, present the result. */
export function route<const Operation extends ApiOperation, Command, Result>(
  operation: Operation,
  run: BoundOperation<Command, Result>,
  translate: {
    command(input: InputOf<Operation>, scene: Scene): NoInfer<Command>
    present?(result: Result, scene: Scene): AnswerOf<Operation>
  },
): Route {
  return {
    operation,
    async answer(input, scene) {
      const command = translate.command(input as InputOf<Operation>, scene)
      const result = await run(scene.caller, command)
      return { body: translate.present?.(result, scene) }
    },
  }
}
