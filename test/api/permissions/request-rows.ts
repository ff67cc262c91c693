import type { Scene } from './scene.ts'

/** A request that would be done, and where it would be done otherwise by another account's administrator. */
export interface Row {
  /** By the name that the path has for them. */
  readonly params?: Readonly<Record<string, string>>
  readonly query?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** What another account's administrator gets for it; `404` for what names an object, `2xx` for what does not. */
  readonly stranger?: number
}

/** One row for each operation, by its id: an operation without one fails the matrix. */
export type Rows = Readonly<Record<string, (scene: Scene) => Row | Promise<Row>>>
