import { isIP } from 'node:net'
import type { PushContent, PushPlace } from '../../../domain/model/push-place.ts'
import { refused } from '../failure.ts'
import { type Fields, fieldsOf, textOf } from '../peer.ts'
import { endingInLine, fingerprintsIn, fullChain } from '../pem.ts'
import { sightOf } from '../sight.ts'
import type { Cloud } from './cloud-call.ts'
import { type Former, formerOf, isSameCertificate, keyUntold, readSnapshot, writeSnapshot } from './former.ts'
import { idOf } from './ids.ts'
import type { ServiceTarget } from './service-target.ts'

/** ELB v3: a certificate is changed in place, and every listener that uses it has the new one. */
export function createElbTarget(name: string, cloud: Cloud, projectId: string): ServiceTarget {
  const path = `/v3/${projectId}/elb/certificates`
  const show = async (id: string) =>
    fieldsOf((await cloud.find({ method: 'GET', path: `${path}/${id}` }))?.['certificate'])
  const put = (id: string, certificate: object) =>
    cloud.call({ method: 'PUT', path: `${path}/${id}`, body: { certificate } })

  /** What the tenant names; else what was pushed before; else what an interrupted push made. */
  const find = async (place: PushPlace): Promise<Fields | undefined> => {
    const id = place.resource?.id ?? place.resourceId
    const known = id === null ? undefined : await show(idOf(id))
    if (known || place.resource) return known
    const query = { scm_certificate_id: place.certificateId }
    const listed = (await cloud.call({ method: 'GET', path, query }))['certificates']
    if (!Array.isArray(listed)) throw refused('answers no certificates')
    return listed.map(fieldsOf).find((one) => one?.['scm_certificate_id'] === place.certificateId)
  }
  const remove = async (place: PushPlace): Promise<void> => {
    if (place.resource) throw refused('the certificate is not of our making')
    const present = await find(place)
    if (present) await cloud.find({ method: 'DELETE', path: `${path}/${idOf(present['id'])}` })
  }

  return {
    name,
    async list() {
      await cloud.call({ method: 'GET', path, query: { limit: '1' } })
    },
    async snapshot(place, former) {
      const present = await find(place)
      if (!present) return null
      return writeSnapshot(formerOf(textOf(present['certificate']), present['private_key'], former))
    },
    async apply(place, content) {
      const present = await find(place)
      if (!present && place.resource) throw refused(`the certificate ${place.resource.id} does not exist`)
      const certificate = certificateOf(place, content)
      if (!present) {
        const body = {
          certificate: { ...certificate, name: place.certificateName, type: 'server', source: 'scm' },
        }
        const made = fieldsOf((await cloud.call({ method: 'POST', path, body }))['certificate'])
        return {
          resourceId: idOf(made?.['id']),
          resourceName: textOf(made?.['name']) || place.certificateName,
        }
      }
      const resourceId = idOf(present['id'])
      if (!isSameCertificate(present['certificate'], content.certificatePem))
        await put(resourceId, certificate)
      return { resourceId, resourceName: textOf(present['name']) }
    },
    look: (place, content) =>
      sightOf(async () => {
        const present = await show(idOf(place.resource?.id ?? place.resourceId))
        return isSameCertificate(present?.['certificate'], content.certificatePem) && fits(present, content)
      }),
    async restore(place, snapshot) {
      if (snapshot === null) return place.resource ? undefined : remove(place)
      const { certificate, privateKey } = readSnapshot<Former>(snapshot)
      const present = await find(place)
      if (!present) throw refused('the certificate is gone')
      if (isSameCertificate(present['certificate'], certificate)) return
      if (privateKey === null) throw refused(keyUntold('ELB'))
      await put(idOf(present['id']), { certificate, private_key: privateKey })
    },
    remove,
  }
}

const mostNames = 100

const certificateOf = (place: PushPlace, content: PushContent) => ({
  certificate: fullChain(content),
  private_key: endingInLine(content.privateKeyPem),
  // server names that listeners choose it by
  domain: content.domains
    .filter((domain) => isIP(domain) === 0)
    .slice(0, mostNames)
    .join(','),
  scm_certificate_id: place.certificateId,
})

/** Where a fingerprint is told, by whichever hash, it is that of the certificate. */
function fits(present: Fields | undefined, { certificatePem }: PushContent): boolean {
  const told = textOf(present?.['fingerprint']).replaceAll(':', '').toLowerCase()
  const { sha1 = '', sha256 = '' } = fingerprintsIn(certificatePem) ?? {}
  return told === '' || told === sha1 || told === sha256
}
