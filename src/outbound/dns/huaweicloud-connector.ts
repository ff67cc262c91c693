import { DomainError } from '../../domain/model/errors.ts'
import type { DnsConnector } from '../../domain/ports/dns-connectors.ts'
import type { CallCloud } from '../huaweicloud/call.ts'
import { stringsOf } from './text-value.ts'

/** Of a set that we make; one that is there keeps its own. */
const timeToLive = 60

/** All TXT records of one name, which Huawei Cloud changes as a whole. */
interface RecordSet {
  readonly id: string
  readonly ttl: number
  readonly records: readonly string[]
  readonly description: unknown
}

/**
 * Changes a public zone of Huawei Cloud DNS (API v2). A set is read, changed and written back, so changes of one zone
 * wait for each other here: two proofs of one name, as a wildcard and its bare name have, may come at once.
 */
export function createHuaweiCloudConnector(zone: string, endpoint: string, call: CallCloud): DnsConnector {
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = (change: () => Promise<void>): Promise<void> => {
    const turn = last.then(change, change)
    last = turn
    return turn.catch((error: Error) => {
      throw new DomainError('dns-refused', { reason: `Huawei Cloud DNS: ${error.message}` })
    })
  }
  const changeSet = (name: string, change: ChangeSet) => async () => {
    const zoneId = await findZoneId(zone, call)
    await change(`/v2/zones/${zoneId}/recordsets`, await findSet(zoneId, name, call))
  }
  return {
    type: 'huaweicloud',
    facts: [{ name: 'endpoint', value: endpoint }],
    addText: (name, value) => inTurn(changeSet(name, addTo(call, name, quoted(value)))),
    removeText: (name, value) => inTurn(changeSet(name, takeFrom(call, name, quoted(value)))),
  }
}

type ChangeSet = (path: string, set: RecordSet | undefined) => Promise<unknown>

const addTo =
  (call: CallCloud, name: string, record: string): ChangeSet =>
  async (path, set) => {
    if (set) return set.records.includes(record) ? null : put(call, path, name, set, [...set.records, record])
    const body = { name: absolute(name), type: 'TXT', ttl: timeToLive, records: [record] }
    return call({ method: 'POST', path, body })
  }

const takeFrom =
  (call: CallCloud, name: string, record: string): ChangeSet =>
  async (path, set) => {
    if (!set?.records.includes(record)) return null
    const records = set.records.filter((other) => other !== record)
    if (records.length === 0) return call({ method: 'DELETE', path: `${path}/${set.id}` })
    return put(call, path, name, set, records)
  }

/** Writes the set back with other records, and else as it was. */
function put(
  call: CallCloud,
  path: string,
  name: string,
  { id, ttl, description }: RecordSet,
  records: readonly string[],
): Promise<unknown> {
  const words = typeof description === 'string' && { description }
  const body = { name: absolute(name), type: 'TXT', ttl, records, ...words }
  return call({ method: 'PUT', path: `${path}/${id}`, body })
}

/** The service looks for names that hold the one asked for, unless it is told not to, and not every version listens. */
async function findZoneId(zone: string, call: CallCloud): Promise<string> {
  const query = { name: absolute(zone), search_mode: 'equal' }
  const zones = listOf(await call({ method: 'GET', path: '/v2/zones', query }), 'zones')
  const id = zones.find(isNamed(zone))?.['id']
  if (typeof id !== 'string' || !isId(id)) throw new Error(`has no public zone ${zone}`)
  return id
}

async function findSet(zoneId: string, name: string, call: CallCloud): Promise<RecordSet | undefined> {
  const query = { type: 'TXT', name: absolute(name), search_mode: 'equal' }
  const path = `/v2/zones/${zoneId}/recordsets`
  const sets = listOf(await call({ method: 'GET', path, query }), 'recordsets')
  const set = sets.find((candidate) => isText(candidate) && isNamed(name)(candidate))
  if (!set) return undefined
  const { id, ttl, records, description } = set
  const isWhole = typeof id === 'string' && isId(id) && typeof ttl === 'number' && Array.isArray(records)
  if (!isWhole) throw new Error(`answers no record set for ${name}`)
  return { id, ttl, records: records.map(String), description }
}

type Fields = Readonly<Record<string, unknown>>

function listOf(answer: unknown, name: string): readonly Fields[] {
  const list: unknown = (answer as Fields | null)?.[name]
  if (!Array.isArray(list)) throw new Error(`answers no ${name}`)
  return list as readonly Fields[]
}

const isNamed = (name: string) => (fields: Fields) =>
  typeof fields['name'] === 'string' && absolute(fields['name'].toLowerCase()) === absolute(name)
/** Sets for single networks or regions, which the service calls lines, are somebody's own affair. */
const isText = ({ type, line = 'default_view' }: Fields) => type === 'TXT' && line === 'default_view'
/** It becomes part of a path. */
const isId = (id: string) => /^[A-Za-z0-9_-]{1,64}$/.test(id)
const absolute = (name: string) => `${name.toLowerCase().replace(/\.$/, '')}.`

/** As zone files have it (RFC 1035 §5.1). */
const quoted = (value: string) =>
  stringsOf(value)
    .map((string) => `"${new TextDecoder().decode(string).replaceAll(/["\\]/g, '\\$&')}"`)
    .join(' ')
