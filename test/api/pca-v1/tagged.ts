import { type RunningServer, startServer } from '../running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../samples.ts'
import { done, ok } from './support.ts'

/** What a tag test says once for both nouns: the same seven operations stand on CAs and on certificates. */
export interface Noun {
  readonly name: 'CA' | 'certificate'
  readonly root: string
  /** Of the parameter in the path. */
  readonly parameter: 'ca_id' | 'certificate_id'
  readonly malformedId: string
  /** Makes one; its common name is the text. */
  readonly make: (server: RunningServer, commonName?: string) => Promise<string>
}

export const nouns: readonly Noun[] = [
  {
    name: 'CA',
    root: authorities,
    parameter: 'ca_id',
    malformedId: 'PCA.00020201',
    make: async ({ api }, commonName = 'Tagged') =>
      ok(await api('POST', authorities, rootBody(commonName))).ca_id,
  },
  {
    name: 'certificate',
    root: certificates,
    parameter: 'certificate_id',
    malformedId: 'PCA.00020301',
    make: async ({ api }, commonName = 'tagged.example.test') =>
      ok(await api('POST', certificates, issueBody(await someIssuer(api), commonName))).certificate_id,
  },
]

const issuers = new WeakMap<RunningServer['api'], Promise<string>>()

/** One CA for all certificates of an account. */
function someIssuer(api: RunningServer['api']): Promise<string> {
  const known = issuers.get(api)
  if (known) return known
  const made = api('POST', authorities, rootBody('Issuer')).then((answer): string => ok(answer).ca_id)
  issuers.set(api, made)
  return made
}

export interface Tag {
  readonly key: string
  readonly value: string
}

/** The seven operations on one noun. */
export function tagCalls(api: RunningServer['api'], { root }: Pick<Noun, 'root'>) {
  const on = (id: string) => `${root}/${id}/tags`
  return {
    set: (id: string, tag: unknown) => api('POST', on(id), { tag }),
    setAll: (id: string, tags: unknown) => api('POST', `${on(id)}/create`, { tags }),
    remove: (id: string, tags: unknown) => api('DELETE', `${on(id)}/delete`, { tags }),
    list: (id: string) => api('GET', on(id)),
    inUse: () => api('GET', `${root}/tags`),
    filter: (body?: unknown) => api('POST', `${root}/resource-instances/filter`, body),
    count: (body?: unknown) => api('POST', `${root}/resource-instances/count`, body),
  }
}

/** The tags of one as `key=value`, in the order they come in. */
export async function tagsOf(server: RunningServer, noun: Noun, id: string): Promise<string[]> {
  const { tags } = ok(await tagCalls(server.api, noun).list(id))
  return tags.map(({ key, value }: Tag) => `${key}=${value}`)
}

/** `{ env: 'prod' }` as the API wants it. */
export const tagList = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags).map(([key, value]) => ({ key, value }))

/** Makes one that carries these. */
export async function makeTagged(
  server: RunningServer,
  noun: Noun,
  tags: Readonly<Record<string, string>>,
  commonName?: string,
): Promise<string> {
  const id = await noun.make(server, commonName)
  done(await tagCalls(server.api, noun).setAll(id, tagList(tags)))
  return id
}

export const startTagServer = () => startServer({ 'ca-quota': '10000' })
