import type { Triable } from './connection.ts'

/** A DNS zone that we may change. Throws `dns-refused` where it can not be changed, with the reason. */
export interface DnsConnector extends Pick<Triable, 'type' | 'facts'> {
  /** Puts a TXT record beside those that are there; one that is there already stays. */
  addText(name: string, value: string): Promise<void>
  /** Takes this one record away; one that is gone is no fault. */
  removeText(name: string, value: string): Promise<void>
}

/** The zones that the administrator's settings name. */
export interface DnsConnectors {
  /** All, by their zones. */
  list(): readonly { readonly zone: string; readonly connector: DnsConnector }[]
  /** That of the longest zone that holds the name. */
  find(name: string): DnsConnector | undefined
}
