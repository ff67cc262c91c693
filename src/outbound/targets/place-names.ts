import { hash } from 'node:crypto'
import type { PushPlace } from '../../domain/model/push-place.ts'

/** What has the certificate, by the service's word for it; the certificate itself where that is the whole service. */
export const thingOf = ({ resource, certificateId }: PushPlace): string =>
  resource?.id ?? resource?.domainName ?? certificateId

/** The certificate's name where the target has none for it: the same for the same place, at every attempt. */
export const ownIdOf = (place: PushPlace): string =>
  place.resourceId ??
  hash('sha256', JSON.stringify([place.accountId, place.service, place.project, thingOf(place)])).slice(0, 32)

export const ownNameOf = ({ resource, certificateName }: PushPlace): string =>
  resource?.domainName ?? certificateName

const longest = 200

/**
 * One name of a file or folder, told apart from every other: tenants choose these texts. Never empty, and never beginning
 * with a dot, so it leads nowhere else and is free of what we keep beside it.
 */
export function segment(text: string): string {
  if (text === '') return '_'
  const encoded = text.replaceAll(/^[._]|[^A-Za-z0-9._-]/gu, encodeOctets)
  return encoded.length <= longest ? encoded : `${encoded.slice(0, 100)}%${hash('sha256', text)}`
}

const encodeOctets = (character: string) =>
  [...Buffer.from(character)].map((octet) => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('')

/** A name by the settings' pattern, in which `{account}`, `{service}`, `{project}`, `{id}` and `{name}` stand for the place's. */
export const filled = (pattern: string, place: PushPlace, encode: (text: string) => string): string =>
  pattern.replaceAll(/\{(\w+)\}/g, (_, word: string) => encode(wordsOf(place)[word] ?? ''))

const wordsOf = (place: PushPlace): Readonly<Record<string, string>> => ({
  account: place.accountId,
  service: place.service,
  project: place.project,
  id: thingOf(place),
  name: place.certificateName,
})
