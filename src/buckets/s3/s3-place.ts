/** A store that speaks S3, and with which key. */
export interface S3Place {
  readonly kind: 's3'
  /** `https://host` or `http://host:port`, and nothing behind. */
  readonly endpoint: string
  /** Part of what is signed; most stores but the large clouds take any. */
  readonly region: string
  /** The bucket in the path, not in the host's name. */
  readonly isPathStyle: boolean
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    /** Of temporary keys. */
    readonly sessionToken?: string
  }
}
