import type { PushContent } from '../../../domain/model/push-place.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import { refused, unreachable } from '../failure.ts'
import { lookPatiently } from '../patience.ts'
import { fieldsOf, textOf } from '../peer.ts'
import { fingerprintsIn } from '../pem.ts'
import type { Cloud } from './cloud-call.ts'

/** A domain that is served over HTTPS. */
export interface SecureDomain {
  readonly domain: string
  readonly certificateName: string
  /** SHA-256; empty where its certificate is not told. */
  readonly fingerprint: string
}

export interface CdnDomains {
  /** All, or the one of this name. */
  list(name?: string): Promise<readonly SecureDomain[]>
  /** Waits while it is being configured. Throws `target-unreachable` where that takes longer than patience. */
  settled(domain: string): Promise<string>
}

const pageSize = 100
const mostPages = 1_000
const pauseMs = 3_000

export const createCdnDomains = (cloud: Cloud, clock: Clock, settlingMs: number): CdnDomains => ({
  async list(name) {
    const found: SecureDomain[] = []
    for (let page = 1; page <= mostPages; page += 1) {
      const query = {
        page_size: String(pageSize),
        page_number: String(page),
        ...(name !== undefined && { domain_name: name }),
      }
      const path = '/v1.0/cdn/domains/https-certificate-info'
      const { https } = await cloud.call({ method: 'GET', path, query })
      if (!Array.isArray(https)) throw refused('answers no domains')
      found.push(...https.flatMap(secureDomainIn))
      if (https.length < pageSize) break
    }
    return name === undefined ? found : found.filter(({ domain }) => domain === name)
  },
  async settled(domain) {
    let state = ''
    const sight = await lookPatiently(
      clock,
      settlingMs,
      async () => {
        const path = `/v1.0/cdn/configuration/domains/${encodeURIComponent(domain)}`
        state = textOf(fieldsOf((await cloud.call({ method: 'GET', path }))['domain'])?.['domain_status'])
        return /^(configuring|checking)$/.test(state)
          ? { isSeen: false, reason: state }
          : { isSeen: true, how: state }
      },
      pauseMs,
    )
    if (!sight.isSeen) throw unreachable(`${domain} is still ${state} after ${settlingMs / 1000} s`)
    return state
  },
})

function secureDomainIn(value: unknown): SecureDomain[] {
  const { domain_name, cert_name, certificate, https_status } = fieldsOf(value) ?? {}
  const isOff = https_status === 0 || https_status === 'off'
  if (typeof domain_name !== 'string' || isOff) return []
  const fingerprint = fingerprintsIn(certificate)?.sha256 ?? ''
  return [{ domain: domain_name, certificateName: textOf(cert_name), fingerprint }]
}

/** A wildcard stands for one label (RFC 9525 §6.3). */
export const covers = ({ domains }: PushContent, name: string): boolean =>
  domains.some((domain) => {
    const parent = name.replace(/^[^.]+/, '*')
    return domain.toLowerCase() === name.toLowerCase() || domain.toLowerCase() === parent.toLowerCase()
  })
