import { createHash } from 'node:crypto'
import { DomainError } from '../../../src/domain/model/errors.ts'
import type { DnsConnector, DnsConnectors } from '../../../src/domain/ports/dns-connectors.ts'
import type { DomainProver, Reading } from '../../../src/domain/ports/domain-prover.ts'

/** Zones and sites of a test: what stands there is what a prover finds. */
export interface Outside {
  readonly domainProver: DomainProver
  /** Reaches the names below `managed.test` only. */
  readonly dnsConnectors: DnsConnectors
  /** TXT records by their names. */
  readonly records: Map<string, Set<string>>
  /** Files by host and path. */
  readonly files: Map<string, string>
  /** Every name and file that was looked at. */
  readonly looks: string[]
  /** While it is set no zone can be changed. */
  zoneFault: string | null
  /** While it is set nothing can be looked at. */
  lookFault: string | null
  set(name: string, value: string): void
}

export function createOutside(): Outside {
  const records = new Map<string, Set<string>>()
  const found = (what: string, contents: readonly string[]): Reading => {
    outside.looks.push(what)
    if (outside.lookFault !== null) return { isRead: false, reason: outside.lookFault }
    return { isRead: true, contents }
  }
  const change = (name: string, work: (values: Set<string>) => void) => {
    if (outside.zoneFault !== null) throw new DomainError('dns-refused', { reason: outside.zoneFault })
    const values = records.get(name) ?? new Set()
    work(values)
    records.set(name, values)
  }
  const connector: DnsConnector = {
    type: 'rfc2136',
    facts: [],
    addText: async (at, value) => change(at, (values) => values.add(value)),
    removeText: async (at, value) => change(at, (values) => values.delete(value)),
  }
  const outside: Outside = {
    records,
    files: new Map(),
    looks: [],
    zoneFault: null,
    lookFault: null,
    set: (name, value) => records.set(name, (records.get(name) ?? new Set()).add(value)),
    domainProver: {
      readTextRecords: async (name) => found(name, [...(records.get(name) ?? [])]),
      readFile: async (host, path) => {
        const content = outside.files.get(host + path)
        return found(host + path, content === undefined ? [] : [content])
      },
    },
    dnsConnectors: {
      list: () => [{ zone: 'managed.test', connector }],
      find: (name) => (name === 'managed.test' || name.endsWith('.managed.test') ? connector : undefined),
    },
  }
  return outside
}

/** RFC 8555 §8.4. */
export const textOf = (keyAuthorization: string): string =>
  createHash('sha256').update(keyAuthorization).digest('base64url')
