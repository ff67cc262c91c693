import type { Call } from '../world.ts'
import { type Connection, connectionTo } from './connection.ts'
import { issuerConnections } from './issuer-connections.ts'
import { mailConnection } from './mail-connection.ts'
import { zoneConnections } from './zone-connections.ts'

/** All of them, by what is tried through them: nobody is asked anything. */
export const connectionsOf = (call: Call): readonly Connection[] => [
  ...issuerConnections(call),
  ...targetConnections(call),
  bucketConnection(call),
  ...mailConnection(call),
  ...zoneConnections(call),
  ...sinkConnections(call),
]

const targetConnections = ({ pushTargets }: Call): Connection[] =>
  pushTargets
    .list()
    .map((target) => connectionTo(target, { id: `target:${target.name}`, kind: 'target', name: target.name }))

function bucketConnection({ buckets }: Call): Connection {
  const place = { id: 'buckets', kind: 'buckets', name: 'buckets' } as const
  return { ...connectionTo(buckets, place), trouble: buckets.health().failure?.reason ?? null }
}

/** Their names may hold secrets: they are told by their place in the setting. */
const sinkConnections = ({ auditSinks }: Call): Connection[] =>
  auditSinks.map((sink, index) => {
    const place = index + 1
    const name = `${place} of CHANCERY_AUDIT_SINKS`
    return connectionTo(sink, { id: `audit-sink:${place}`, kind: 'audit-sink', name })
  })

/** For administrators of the installation: what it is connected to, as far as is known without asking. */
export const listConnections = async (call: Call, _command: object): Promise<readonly Connection[]> =>
  connectionsOf(call)
