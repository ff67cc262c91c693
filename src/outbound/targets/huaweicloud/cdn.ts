import type { PushContent, PushPlace } from '../../../domain/model/push-place.ts'
import type { Clock } from '../../../domain/ports/clock.ts'
import { refused } from '../failure.ts'
import { fieldsOf, textOf } from '../peer.ts'
import { endingInLine, fingerprintsIn, fullChain } from '../pem.ts'
import { ownIdOf, ownNameOf } from '../place-names.ts'
import { sightOf } from '../sight.ts'
import { type CdnDomains, covers, createCdnDomains, type SecureDomain } from './cdn-domains.ts'
import type { Cloud } from './cloud-call.ts'
import { keyUntold, readSnapshot, writeSnapshot } from './former.ts'
import type { ServiceTarget } from './service-target.ts'

/** The service tells no keys, so what was pushed before is all that can be put back. */
interface Snapshot {
  readonly pushed: Pair | null
  readonly domains: readonly SecureDomain[]
}

interface Pair {
  readonly name: string
  readonly certificate: string
  readonly privateKey: string
}

const mostInOneCall = 50

/**
 * CDN, where domains have certificates and certificates nothing of their own: one domain where it is named, else each that is
 * served over HTTPS and whose name the certificate is for.
 */
export function createCdnTarget(name: string, cloud: Cloud, clock: Clock, settlingMs: number): ServiceTarget {
  const domains = createCdnDomains(cloud, clock, settlingMs)
  const wanted = async (place: PushPlace, content: PushContent): Promise<readonly SecureDomain[]> => {
    if (place.resource) return [await oneOf(domains, domainOf(place))]
    const covered = (await domains.list()).filter(({ domain }) => covers(content, domain))
    if (covered.length === 0) throw refused('no domain is served over HTTPS that the certificate is for')
    return covered
  }
  /** Calls while a domain is being configured fail. */
  const set = async (place: PushPlace, names: readonly string[], pair: Pair): Promise<void> => {
    for (const domain of names) await domains.settled(domain)
    if (place.resource) for (const domain of names) await setOne(cloud, domain, pair)
    else
      for (let start = 0; start < names.length; start += mostInOneCall) {
        await setMany(cloud, names.slice(start, start + mostInOneCall), pair)
      }
  }
  const isOurs = ({ certificateName }: SecureDomain, { certificateId }: PushPlace) =>
    certificateName.startsWith(certificateId)

  return {
    name,
    async list() {
      const query = { page_size: '1', page_number: '1' }
      await cloud.call({ method: 'GET', path: '/v1.0/cdn/domains/https-certificate-info', query })
    },
    async snapshot(place, former) {
      const present = place.resource ? await domains.list(domainOf(place)) : await domains.list()
      if (place.resource && present.length === 0) return null
      const pushed = former ? pairOf(place, former) : null
      return writeSnapshot({ pushed, domains: present } satisfies Snapshot)
    },
    async apply(place, content) {
      const outdated = (await wanted(place, content)).filter(
        ({ fingerprint }) => fingerprint !== content.fingerprint,
      )
      const names = outdated.map(({ domain }) => domain)
      await set(place, names, pairOf(place, content))
      return { resourceId: ownIdOf(place), resourceName: ownNameOf(place) }
    },
    look: (place, content) =>
      sightOf(async () => {
        for (const { domain } of await wanted(place, content)) {
          const state = await domains.settled(domain)
          if (state !== 'online') throw refused(`${domain} is ${state || 'in no state'}`)
        }
        const present = await wanted(place, content)
        return present.every(({ fingerprint }) => fingerprint === content.fingerprint)
      }),
    async restore(place, snapshot) {
      if (snapshot === null) {
        const present = await domains.list(domainOf(place))
        for (const one of present.filter((each) => isOurs(each, place)))
          await switchOff(domains, cloud, one.domain)
        return
      }
      const { pushed, domains: former } = readSnapshot<Snapshot>(snapshot)
      const then = new Map(former.map((one) => [one.domain, one.fingerprint]))
      const present = place.resource ? await domains.list(domainOf(place)) : await domains.list()
      // what others changed meanwhile is theirs
      const changed = present.filter(
        (one) => isOurs(one, place) && then.has(one.domain) && then.get(one.domain) !== one.fingerprint,
      )
      const pushedFingerprint = fingerprintsIn(pushed?.certificate)?.sha256
      const known = changed.filter(({ domain }) => then.get(domain) === pushedFingerprint)
      if (pushed)
        await set(
          place,
          known.map(({ domain }) => domain),
          pushed,
        )
      const lost = changed.filter((one) => !known.includes(one)).map(({ domain }) => domain)
      if (lost.length > 0) throw refused(`${keyUntold('CDN')}: ${lost.join(', ')}`)
    },
    async remove(place) {
      const present = place.resource ? await domains.list(domainOf(place)) : await domains.list()
      const using = present.filter((one) => isOurs(one, place)).map(({ domain }) => domain)
      if (using.length > 0) throw refused(`it is used until there is another: ${using.join(', ')}`)
    },
  }
}

function domainOf({ resource }: PushPlace): string {
  if (resource?.domainName) return resource.domainName
  throw refused('no domain is named')
}

const oneOf = async (domains: CdnDomains, domain: string): Promise<SecureDomain> =>
  (await domains.list(domain))[0] ?? { domain, certificateName: '', fingerprint: '' }

/** By the name there it is known to be ours, and which of ours. */
const pairOf = ({ certificateId }: PushPlace, content: PushContent): Pair => ({
  name: `${certificateId}-${content.fingerprint.slice(0, 12)}`,
  certificate: fullChain(content),
  privateKey: endingInLine(content.privateKeyPem),
})

const configsPath = (domain: string) =>
  `/v1.1/cdn/configuration/domains/${encodeURIComponent(domain)}/configs`

async function setOne(cloud: Cloud, domain: string, { name, certificate, privateKey }: Pair): Promise<void> {
  const https = {
    https_status: 'on',
    certificate_type: 'server',
    certificate_source: 0,
    certificate_name: name,
    certificate_value: certificate,
    private_key: privateKey,
  }
  await cloud.call({ method: 'PUT', path: configsPath(domain), body: { configs: { https } } })
}

async function switchOff(domains: CdnDomains, cloud: Cloud, domain: string): Promise<void> {
  await domains.settled(domain)
  const body = { configs: { https: { https_status: 'off' } } }
  await cloud.call({ method: 'PUT', path: configsPath(domain), body })
}

/** 200 alone is no success: each domain has a result of its own. */
async function setMany(cloud: Cloud, names: readonly string[], pair: Pair): Promise<void> {
  const https = {
    domain_name: names.join(','),
    https_switch: 1,
    cert_name: pair.name,
    certificate: pair.certificate,
    private_key: pair.privateKey,
    certificate_type: 0,
  }
  const path = '/v1.0/cdn/domains/config-https-info'
  const { status, result } = await cloud.call({ method: 'PUT', path, body: { https } })
  const results = Array.isArray(result) ? result.map((one) => fieldsOf(one) ?? {}) : []
  const failed = results.filter((one) => one['status'] !== 'success')
  if (status === 'success' && failed.length === 0) return
  const words = failed.map((one) => `${textOf(one['domain_name'])}: ${textOf(one['reason'])}`)
  throw refused(words.join('; ') || `answers ${textOf(status)}`)
}
