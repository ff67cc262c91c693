import { StepFault } from '../../model/step-fault.ts'
import type { Trial } from '../../ports/connection.ts'
import type { DnsConnector } from '../../ports/dns-connectors.ts'
import type { Call } from '../world.ts'
import { type Connection, connectionTo } from './connection.ts'

export const zoneConnections = (call: Call): Connection[] =>
  call.dnsConnectors.list().map(({ zone, connector }) => {
    const { type, facts } = connector
    const outside = { type, facts, try: (trial: Trial) => tryZone(call, trial, zone, connector) }
    return connectionTo(outside, { id: `dns:${zone}`, kind: 'dns', name: zone })
  })

const looks = 5
const pauseMs = 1_000

/** A record of a name that nobody asks for is added, looked for as proofs are, and taken away whatever was seen. */
async function tryZone(call: Call, trial: Trial, zone: string, connector: DnsConnector): Promise<void> {
  const name = `_chancery-probe.${zone}`
  const value = `try-${call.random.identifier()}`
  let isAdded = false
  try {
    await trial.step({
      name: 'add',
      advice: 'check the zone in the issuers file, its key or access key, and what the server lets it change',
      async work() {
        await connector.addText(name, value)
        isAdded = true
        return `a TXT record was added at ${name}`
      },
    })
    await trial.step({
      name: 'look',
      advice: 'see that the name servers of the zone get its changes, and that they can be reached from here',
      work: () => seeText(call, name, value),
    })
  } finally {
    // its answer may have been lost; one that is not there is no fault to take away
    if (!isAdded) await connector.removeText(name, value).catch(() => undefined)
    if (isAdded) {
      await trial.step({
        name: 'remove',
        advice: `take the TXT record ${value} away from ${name} by hand`,
        async work() {
          await connector.removeText(name, value)
          return 'it was taken away again'
        },
      })
    }
  }
}

/** Secondary servers get it a moment later, and a service may take one too. */
async function seeText({ domainProver, clock }: Call, name: string, value: string): Promise<string> {
  for (let left = looks; ; left -= 1) {
    const reading = await domainProver.readTextRecords(name)
    if (!reading.isRead) throw new StepFault(reading.reason)
    if (reading.contents.includes(value)) return 'a name server of the zone has it'
    if (left === 1) throw new StepFault('no name server of the zone has it')
    await clock.pause(pauseMs)
  }
}
