import { AsyncLocalStorage } from 'node:async_hooks'
import { type Conversation, readJson } from './conversation.ts'
import { isObject, misunderstood } from './fields.ts'

type AcmePackage = typeof import('acme-client')
export type Client = InstanceType<AcmePackage['Client']>
export type ClientOptions = ConstructorParameters<AcmePackage['Client']>[0]

const conversations = new AsyncLocalStorage<Conversation>()
let loaded: Promise<AcmePackage> | undefined

/** Loaded on first use: it takes half a second, and many installations have no directory. */
export function loadAcmeClient(): Promise<AcmePackage> {
  loaded ??= load()
  return loaded
}

/**
 * The package has one HTTP client for all that use it, which follows redirects, sleeps and tries again, and knows no CA
 * files. So what goes over the wire is left to the conversation that a request is part of.
 */
async function load(): Promise<AcmePackage> {
  const acme = await import('acme-client')
  acme.axios.defaults.adapter = async (config) => {
    const conversation = conversations.getStore()
    if (!conversation) throw new Error('a request outside of every conversation')
    const { url = '', method = 'get', data } = config
    const { status, headers, text } = await conversation.request({ url, method, body: data })
    if (!isUnderstood(text)) throw misunderstood('neither a JSON object nor PEM')
    const kept = Object.fromEntries(
      ['location', 'replay-nonce'].flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
    )
    return { config, status, statusText: '', headers: kept, data: text }
  }
  return acme
}

/** The package writes into what should be objects. */
const isUnderstood = (text: string) => text === '' || text.includes('-----BEGIN ') || isObject(readJson(text))

/** Does what needs signatures: by the key of an account, over this conversation. */
export async function withClient<Result>(
  conversation: Conversation,
  options: Omit<ClientOptions, 'directoryUrl'>,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { Client } = await loadAcmeClient()
  const { directoryUrl } = conversation.server.address
  return await conversations.run(conversation, () => work(new Client({ ...options, directoryUrl })))
}
