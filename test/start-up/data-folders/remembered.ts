/** What a kept data folder holds, as its own release told it: `remembered.json` beside the folder's files. */
export interface Remembered {
  readonly authorities: readonly Certified[]
  readonly certificates: readonly Certified[]
  readonly revokedId: string
  readonly user: {
    readonly id: string
    readonly name: string
    readonly password: string
    readonly accessKey: string
    readonly secretKey: string
  }
  readonly roleId: string
  readonly groupId: string
}

interface Certified {
  readonly id: string
  /** SHA-256, as `X509Certificate` writes it. */
  readonly fingerprint: string
}
