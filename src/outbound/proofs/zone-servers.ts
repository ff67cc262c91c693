import { isIPv6 } from 'node:net'
import { forbidden, type OutboundRule } from '../guarded-request.ts'
import { createQuestions, isUnwilling, type Questions } from './name-server-questions.ts'

/** More of them tell no more, and a zone may name hundreds to have us ask them. */
const mostNames = 8
const mostAddresses = 12

/** A server that a zone lies on. */
export interface ZoneServer {
  /** As it is shown: `ns1.example.com (192.0.2.53)`. */
  readonly label: string
  readonly questions: Questions
}

export interface ZoneServerSettings {
  readonly isAllowed: OutboundRule
  /** Addresses with or without ports; null for the system's resolvers. */
  readonly resolvers: readonly string[] | null
  /** Where servers of zones listen. */
  readonly port: number
}

/**
 * The servers of the longest zone that holds the name. Throws an Error that says why there are none to ask.
 *
 * Where no zone above the name has servers at all, the administrator's resolvers are asked themselves: in a closed network
 * one server often tells all it knows in a flat list, with no delegations, and it is not the tenant who chose it.
 */
export async function findZoneServers(
  name: string,
  { isAllowed, resolvers, port }: ZoneServerSettings,
  signal: AbortSignal,
): Promise<readonly ZoneServer[]> {
  const questions = createQuestions(resolvers, signal)
  const names = await findServerNames(name, questions)
  if (names.length === 0) {
    if (!resolvers) throw new Error(`no name server is known for ${name}`)
    return resolvers.map((server) => ({
      label: 'the resolver',
      questions: createQuestions([server], signal),
    }))
  }
  const addresses = await findAddresses(names.slice(0, mostNames), questions)
  const allowed = addresses.filter(({ address }) => isAllowed(address)).slice(0, mostAddresses)
  const [first] = addresses
  if (!first) throw new Error(`no address is known of ${names.slice(0, mostNames).join(', ')}`)
  if (allowed.length === 0) throw forbidden(`the name server ${labelOf(first)}`)
  return allowed.map((server) => ({
    label: labelOf(server),
    questions: createQuestions([socketAddress(server.address, port)], signal),
  }))
}

/** Upwards from the name itself; none where not even the top is delegated. */
async function findServerNames(name: string, resolver: Questions): Promise<readonly string[]> {
  const labels = name.split('.')
  for (const [index] of labels.entries()) {
    const zone = labels.slice(index).join('.')
    const servers = await serversOf(zone, resolver)
    if (servers.length > 0) return servers
  }
  return []
}

/** An alias is no zone: what a resolver tells of its servers, or fails to, is of what the alias stands for. */
async function serversOf(zone: string, resolver: Questions): Promise<readonly string[]> {
  const [servers, aliases] = await Promise.allSettled([resolver.nameServers(zone), resolver.aliases(zone)])
  if (aliases.status === 'fulfilled' && aliases.value.length > 0) return []
  if (servers.status === 'fulfilled') return servers.value
  if (isUnwilling(servers.reason)) return []
  const { message } = servers.reason as Error
  throw new Error(`who serves ${zone} can not be found: the resolver ${message}`)
}

interface ServerAddress {
  readonly name: string
  readonly address: string
}

/** A server without an address is not missed while another has one. */
async function findAddresses(names: readonly string[], resolver: Questions): Promise<ServerAddress[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      const addresses = await resolver.addresses(name).catch(() => [])
      return addresses.map(({ address }) => ({ name, address }))
    }),
  )
  return found.flat()
}

const labelOf = ({ name, address }: ServerAddress) => `${name} (${address})`
const socketAddress = (address: string, port: number) =>
  isIPv6(address) ? `[${address}]:${port}` : `${address}:${port}`
