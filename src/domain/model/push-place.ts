/** Services that certificates are pushed to (client contract 1.1.1). */
export const pushServices = ['ELB', 'WAF', 'CDN'] as const
export type PushService = (typeof pushServices)[number]

/** One thing of a service that is to have the certificate (client contract, DeployCertificate); null for what has none. */
export interface PushResource {
  /** Of ELB the certificate there, of WAF the host. */
  readonly id: string | null
  readonly hostType: 'cloud' | 'premium' | null
  /** Of CDN. */
  readonly domainName: string | null
  readonly enterpriseProjectId: string | null
}

/** Which certificate is to go where: all that a target finds it by, without a key. */
export interface PushPlace {
  readonly accountId: string
  readonly certificateId: string
  readonly certificateName: string
  readonly service: PushService
  /** A region's or project's name; empty for what is everywhere. */
  readonly project: string
  /** Null: to the service as a whole. */
  readonly resource: PushResource | null
  /** What the certificate is called there since it was pushed before; null the first time. */
  readonly resourceId: string | null
}

/** What is pushed, with the key in the clear: made for one step and not kept. PEM with `\n` line ends. */
export interface PushContent {
  /** Host names and addresses that it is good for. */
  readonly domains: readonly string[]
  readonly certificatePem: string
  /** Issuer first; empty for none. */
  readonly chainPem: string
  readonly privateKeyPem: string
  /** SHA-256 of the certificate in lower-case hexadecimal: what is looked for. */
  readonly fingerprint: string
  readonly notAfter: number
}
