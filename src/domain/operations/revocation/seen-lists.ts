import { type RevocationListHead, readRevocationListHead } from '../../../x509/revocation-list-head.ts'
import type { PublicReader } from '../../ports/public-reader.ts'

interface SeenList {
  readonly entityTag: string | null
  /** Undefined for what is no list. */
  readonly head: RevocationListHead | undefined
}

/** Addresses that are remembered, a few hundred octets each. */
const mostRemembered = 10_000

/** What was last seen at public addresses, so that a list that is still the same is not fetched again. */
export class SeenLists {
  readonly #seen = new Map<string, SeenList>()

  /** What stands at the head of the list that is there now. Throws `public-address-failed`. */
  async look(reader: PublicReader, url: string): Promise<RevocationListHead | undefined> {
    const before = this.#seen.get(url)
    const found = await reader.read(url, before?.entityTag ?? null)
    if (found === 'unchanged') return before?.head
    const head = ownedHead(readRevocationListHead(found.content))
    this.#remember(url, { entityTag: found.entityTag, head })
    return head
  }

  #remember(url: string, seen: SeenList): void {
    this.#seen.delete(url)
    this.#seen.set(url, seen)
    if (this.#seen.size <= mostRemembered) return
    const [oldest = ''] = this.#seen.keys()
    this.#seen.delete(oldest)
  }
}

/** Octets of its own: views would keep the whole list. */
const ownedHead = (head: RevocationListHead | undefined): RevocationListHead | undefined =>
  head && {
    ...head,
    issuerNameDer: head.issuerNameDer.slice(),
    authorityKeyIdentifier: head.authorityKeyIdentifier?.slice() ?? null,
  }
