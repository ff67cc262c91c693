/** One act as the trail keeps it. Never a secret; digests are SHA-256 in lower-case hex. */
export interface AuditRecord {
  readonly at: number
  readonly accountId: string | null
  readonly userId: string | null
  readonly method: string
  readonly accessKeyId: string | null
  readonly sourceAddress: string
  readonly requestId: string
  readonly operation: string
  readonly objectKind: string | null
  readonly objectId: string | null
  /** `success`, or the code of the refusal. */
  readonly result: string
  readonly beforeDigest: string | null
  readonly afterDigest: string | null
  /** How many such acts this record stands for; more than 1 only for refusals past their bound. */
  readonly count: number
}

/** What an act changed. `before` and `after` are nouns or bytes; only their digests are kept. */
export interface AuditSubject {
  readonly kind: string
  readonly id: string | null
  readonly before?: unknown
  readonly after?: unknown
}
