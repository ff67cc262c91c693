import type { StatusResponder } from '../model/status-responder.ts'

/** Who answers for the account's CAs on OCSP; the key lies with the other keys, under the responder's name. */
export interface StatusResponderReader {
  find(authorityId: string): Promise<StatusResponder | undefined>
}

export interface StatusResponderStore extends StatusResponderReader {
  /** Adds or replaces. */
  set(authorityId: string, responder: StatusResponder): Promise<void>
}
