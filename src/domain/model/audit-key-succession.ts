/** What the trail's former key says, before it ends: which key signs the blocks after a certain one. */
export interface AuditKeySuccession {
  readonly keyId: string
  readonly formerKeyId: string
  /** The last block that the former key signed; 0: none. */
  readonly afterBlock: number
}

export interface SignedSuccession extends AuditKeySuccession {
  /** Of the former key, Ed25519 over `successionOctets`. */
  readonly signature: Uint8Array
}

const encoder = new TextEncoder()

/** What is signed: one JSON array behind the name of the form, as it is for blocks. */
export const successionOctets = ({ keyId, formerKeyId, afterBlock }: AuditKeySuccession): Uint8Array =>
  encoder.encode(JSON.stringify(['chancery audit key succession 1', keyId, formerKeyId, afterBlock]))
