import type { DnsConnector, DnsConnectors } from '../../domain/ports/dns-connectors.ts'
import { type CloudService, createCloudCaller } from '../huaweicloud/call.ts'
import { createHuaweiCloudConnector } from './huaweicloud-connector.ts'
import { type ConnectorTools, createUpdateConnector, type UpdateServer } from './update-connector.ts'

/** Zones, each named once and in lower case, and how they are changed. */
export type DnsPlace = { readonly zones: readonly string[] } & (
  | ({ readonly kind: 'rfc2136' } & UpdateServer)
  | ({ readonly kind: 'huaweicloud' } & CloudService)
)

/** The administrator chose the places, so they are connected to wherever they are. */
export function createDnsConnectors(places: readonly DnsPlace[], tools: ConnectorTools): DnsConnectors {
  const connectors = new Map(places.flatMap((place) => connectorsOf(place, tools)))
  return {
    list: () => [...connectors].map(([zone, connector]) => ({ zone, connector })),
    find(name) {
      const labels = name.toLowerCase().replace(/\.$/, '').split('.')
      for (const index of labels.keys()) {
        const connector = connectors.get(labels.slice(index).join('.'))
        if (connector) return connector
      }
      return undefined
    },
  }
}

function connectorsOf(place: DnsPlace, tools: ConnectorTools): [zone: string, connector: DnsConnector][] {
  if (place.kind === 'rfc2136') {
    return place.zones.map((zone) => [zone, createUpdateConnector(zone, place, tools)])
  }
  const call = createCloudCaller(place, tools.clock)
  return place.zones.map((zone) => [zone, createHuaweiCloudConnector(zone, place.endpoint, call)])
}
