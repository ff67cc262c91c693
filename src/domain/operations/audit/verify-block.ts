import {
  blockHash,
  blockOctets,
  type Hash,
  lastPosition,
  noHash,
  type SignedBlock,
} from '../../model/audit-block.ts'
import { successionOctets } from '../../model/audit-key-succession.ts'
import type { IsSignedBy } from '../../ports/trail-signer.ts'
import type { TrailReader } from '../../ports/trail-store.ts'
import { faultOf, type TrailFault } from './trail-fault.ts'

export interface VerifierTools {
  readonly hash: Hash
  readonly isSignedBy: IsSignedBy
}

/** What is wrong between a block and the one before it. */
export function linkFaults(hash: Hash, block: SignedBlock, before: SignedBlock | undefined): TrailFault[] {
  const number = (before?.number ?? 0) + 1
  if (block.number !== number) {
    return [faultOf(block.number, `before block ${block.number} comes none of the number ${number}`)]
  }
  const previousHash = before ? blockHash(hash, before) : noHash
  const firstPosition = before ? lastPosition(before) + 1 : 1
  const checks: readonly (readonly [isRight: boolean, fault: string])[] = [
    [block.previousHash === previousHash, `does not follow from block ${number - 1}`],
    [block.firstPosition === firstPosition, `does not begin at position ${firstPosition}`],
    [isRemovalRight(block, before), 'tells of a removal that can not have been'],
  ]
  return checks
    .filter(([isRight]) => !isRight)
    .map(([, fault]) => faultOf(number, `block ${number} ${fault}`))
}

/** What was removed stays removed, and a block tells of those before it. */
const isRemovalRight = ({ number, removedThrough }: SignedBlock, before: SignedBlock | undefined) =>
  removedThrough >= (before?.removedThrough ?? 0) && removedThrough < number

/** Looks at signatures; each key is fetched once. */
export class BlockSignatures {
  readonly #reader: TrailReader
  readonly #tools: VerifierTools
  readonly #keys = new Map<string, Uint8Array>()

  constructor(reader: TrailReader, tools: VerifierTools) {
    this.#reader = reader
    this.#tools = tools
  }

  async faultsOf(block: SignedBlock): Promise<TrailFault[]> {
    const { number } = block
    const publicKeyDer = await this.#publicKey(block.keyId)
    if (publicKeyDer.length === 0) {
      return [faultOf(number, `the key that block ${number} is signed with is gone`)]
    }
    const { hash, isSignedBy } = this.#tools
    const isRight =
      hash(publicKeyDer).toHex() === block.keyId &&
      isSignedBy(publicKeyDer, blockOctets(block), block.signature)
    return isRight ? [] : [faultOf(number, `block ${number} is not signed as it stands`)]
  }

  /** A key that is not the one of the block before must have that one's word for it. */
  async keyFaultsOf(block: SignedBlock, before: SignedBlock | undefined): Promise<TrailFault[]> {
    if (!before || block.keyId === before.keyId) return []
    const { number } = block
    const succession = await this.#reader.findSuccession(block.keyId)
    if (!succession || succession.formerKeyId !== before.keyId || succession.afterBlock !== before.number) {
      return [
        faultOf(
          number,
          `block ${number} is signed with another key than those before, which do not vouch for it`,
        ),
      ]
    }
    const isRight = this.#tools.isSignedBy(
      await this.#publicKey(before.keyId),
      successionOctets(succession),
      succession.signature,
    )
    return isRight ? [] : [faultOf(number, `block ${number} is signed with a key that nobody vouched for`)]
  }

  async #publicKey(id: string): Promise<Uint8Array> {
    const known = this.#keys.get(id)
    if (known) return known
    const { publicKeyDer = new Uint8Array() } = (await this.#reader.findKey(id)) ?? {}
    this.#keys.set(id, publicKeyDer)
    return publicKeyDer
  }
}
