import { type AuditBlock, blockHash, type Hash, type SignedBlock } from './audit-block.ts'
import { type Fields, integerIn, objectIn, textIn } from './kept-json.ts'

/** The end of the trail at some moment, for keeping elsewhere: a trail that is cut or made anew does not fit it. */
export interface Checkpoint {
  readonly block: SignedBlock
  /** SubjectPublicKeyInfo of the key that signs. */
  readonly publicKeyDer: Uint8Array
}

const form = 'chancery audit checkpoint 1'

/** JSON, one field a line. `hash` says nothing new, but is what people compare. */
export function checkpointText({ block, publicKeyDer }: Checkpoint, hash: Hash): string {
  const { number, firstPosition, count, previousHash, recordsHash } = block
  const content = {
    form,
    number,
    first_position: firstPosition,
    count,
    previous_hash: previousHash,
    records_hash: recordsHash,
    removed_through: block.removedThrough,
    sealed_at: block.sealedAt,
    key_id: block.keyId,
    hash: blockHash(hash, block),
    signature: block.signature.toBase64(),
    public_key: publicKeyDer.toBase64(),
  }
  return `${JSON.stringify(content, null, 2)}\n`
}

/** Throws an Error that says what is wrong with the text; whether the signature is right is for who knows hashes and keys. */
export function parseCheckpoint(text: string, hash: Hash): Checkpoint {
  const content = objectIn(text)
  if (content['form'] !== form) throw new Error(`is not of the form "${form}"`)
  const block: AuditBlock = {
    number: integerIn(content, 'number'),
    firstPosition: integerIn(content, 'first_position'),
    count: integerIn(content, 'count'),
    previousHash: textIn(content, 'previous_hash'),
    recordsHash: textIn(content, 'records_hash'),
    removedThrough: integerIn(content, 'removed_through'),
    sealedAt: integerIn(content, 'sealed_at'),
    keyId: textIn(content, 'key_id'),
  }
  if (content['hash'] !== blockHash(hash, block)) throw new Error('has a hash that is not of what it tells')
  const signature = octetsIn(content, 'signature')
  return { block: { ...block, signature }, publicKeyDer: octetsIn(content, 'public_key') }
}

function octetsIn(content: Fields, name: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(textIn(content, name))
  } catch {
    throw new Error(`${name} is no base64`)
  }
}
