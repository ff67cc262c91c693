import type { OcspCertId } from '../../../x509/ocsp-cert-id.ts'
import { readPublicKey } from '../../../x509/public-key.ts'
import type { Authority } from '../../model/authority.ts'
import { type SealedSecret, sealedRecords } from '../../model/sealed.ts'
import { responderKeyId, type StatusResponder } from '../../model/status-responder.ts'
import { VersionedCache } from '../versioned-cache.ts'
import type { World } from '../world.ts'
import type { AuthoritySubject } from './job-subject.ts'

/** A CA that has a responder, and how clients name the CA. */
export interface Responding extends AuthoritySubject {
  readonly responder: StatusResponder
  readonly key: SealedSecret
  /** Nothing is said until its journal was read back. */
  readonly isAwaited: boolean
  readonly issuerHashes: Readonly<Record<'SHA1' | 'SHA256', IssuerHashes>>
}

interface IssuerHashes {
  readonly name: Uint8Array
  readonly key: Uint8Array
}

const authorityIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Finds responders by the id of their CA, over all accounts: whoever holds a certificate may ask. */
export class RespondingAuthorities {
  readonly #world: World
  readonly #cache: VersionedCache<Responding>

  constructor(world: World) {
    this.#world = world
    this.#cache = new VersionedCache(world.changes, 'authorities', 1000)
  }

  /** Undefined where there is none, its certificate is over, or nobody's certificate can name it any more. */
  async find(authorityId: string): Promise<Responding | undefined> {
    if (!authorityIdForm.test(authorityId)) return undefined
    const found = await this.#cache.get(
      authorityId,
      () => this.#load(authorityId),
      ({ accountId }) => accountId,
    )
    if (!found) return undefined
    const { notBefore, notAfter, answersUntil } = found.value.responder
    const now = this.#world.clock.now()
    const isOver = notAfter <= now || (answersUntil !== null && answersUntil <= now)
    return isOver || notBefore > now ? undefined : found.value
  }

  async #load(authorityId: string): Promise<Responding | undefined> {
    const { database } = this.#world
    const accountId = await database.read('', ({ publicAuthorities }) =>
      publicAuthorities.findOwner(authorityId),
    )
    if (accountId === undefined) return undefined
    const { authority, responder, sealed, isAwaited } = await database.read(accountId, async (stores) => ({
      authority: (await stores.authorities.chain(authorityId))[0],
      responder: await stores.statusResponders.find(authorityId),
      sealed: await stores.keys.find(responderKeyId(authorityId)),
      isAwaited: await stores.journals.isAwaited([authorityId]),
    }))
    if (!authority || !responder || !sealed) return undefined
    const key = { record: sealedRecords.responderKey(accountId, authorityId), sealed }
    return { accountId, authorityId, responder, key, isAwaited, issuerHashes: this.#hashesOf(authority) }
  }

  #hashesOf({ certificate, publicKeyDer }: Authority): Responding['issuerHashes'] {
    const { digest } = this.#world
    const name = certificate?.subjectNameDer ?? new Uint8Array()
    const { keyBits } = readPublicKey(publicKeyDer)
    return {
      SHA1: { name: digest.hash('sha1', name), key: digest.hash('sha1', keyBits) },
      SHA256: { name: digest.hash('sha256', name), key: digest.hash('sha256', keyBits) },
    }
  }
}

/** Whether the question is about a certificate of this CA (RFC 6960 §4.1.1). */
export function isAskedOf(certId: OcspCertId, { issuerHashes }: Responding): boolean {
  if (certId.hashAlgorithm === 'unknown') return false
  const { name, key } = issuerHashes[certId.hashAlgorithm]
  return Buffer.compare(certId.issuerNameHash, name) === 0 && Buffer.compare(certId.issuerKeyHash, key) === 0
}
