import type { KeyStoreOrder, OpenedKeyStore } from '../../domain/ports/key-store-reader.ts'
import { DerReader } from '../../x509/der-reader.ts'
import { tags } from '../../x509/der-tags.ts'
import { MalformedError } from '../../x509/malformed.ts'
import { IterationBudget } from '../key-store/iteration-budget.ts'
import { chooseByAlias, findCertificate, openKey } from '../key-store/key-and-certificate.ts'
import { keyMissing, keyPasswordRefused, keyUnreadable, passwordRefused } from '../key-store/refusals.ts'
import { checkMac } from './check-mac.ts'
import { decrypt, type PfxPassword } from './decrypt.ts'
import { type CertificateBag, type KeyBag, mostBags, readBags } from './read-bags.ts'
import { type EncryptedSafe, type Pfx, readPfx, readSafes } from './read-pfx.ts'

/**
 * Opens a PKCS #12 file: one of its keys, and the certificate that the key's identifier or its public half leads to.
 * Throws MalformedError, and what the port says.
 */
export async function openPkcs12({ content, ...order }: KeyStoreOrder): Promise<OpenedKeyStore> {
  const budget = new IterationBudget()
  const pfx = readPfx(content)
  const password = await checkMac(pfx, order.password, budget)
  const bags = await openSafes(pfx, password, budget)
  const keys = named(bags.filter((bag) => bag.kind !== 'certificate'))
  const chosen = chooseByAlias(keys, order.alias)
  if (!chosen) throw keyMissing()
  const keyDer = await lendKey(chosen.bag, { password, keyPassword: order.keyPassword, budget })
  const key = openKey(keyDer)
  // padding may be right by chance, and what comes out is no key then
  if (!key) throw isOwnGiven(chosen.bag, order) ? keyPasswordRefused(true) : keyUnreadable()
  const certificates = bags.filter((bag) => bag.kind === 'certificate')
  return {
    kind: 'PKCS12',
    aliases: keys.map(({ alias }) => alias),
    alias: chosen.alias,
    keyDer,
    ...findCertificate(key, likelyFirst(chosen.bag, certificates)),
  }
}

const isOwnGiven = ({ kind }: KeyBag, { keyPassword }: Pick<KeyStoreOrder, 'keyPassword'>): boolean =>
  kind === 'shrouded-key' && keyPassword !== undefined

async function openSafes({ authenticatedSafe, mac }: Pfx, password: PfxPassword, budget: IterationBudget) {
  const bags: (KeyBag | CertificateBag)[] = []
  for (const safe of readSafes(authenticatedSafe)) {
    bags.push(...(safe.kind === 'data' ? readBags(safe.octets) : await openSafe(safe, mac !== null)))
    if (bags.length > mostBags) throw new MalformedError(`more than ${mostBags} bags`)
  }
  return bags

  /** Without a MAC a wrong password is told by the padding, which is right once in 256 times, and then by what comes out. */
  async function openSafe({ algorithmDer, octets }: EncryptedSafe, isPasswordProven: boolean) {
    const plain = await decrypt(algorithmDer, octets, password, budget)
    if (!plain) throw passwordRefused()
    try {
      return readBags(plain)
    } catch (error) {
      throw error instanceof MalformedError && !isPasswordProven ? passwordRefused() : error
    }
  }
}

/** By their friendly names, where these tell them apart; else by their numbers. */
function named(bags: readonly KeyBag[]): { readonly alias: string; readonly bag: KeyBag }[] {
  const alike = Map.groupBy(bags, ({ friendlyName }) => friendlyName?.toLowerCase())
  return bags.map((bag, place) => {
    const isItsOwn = alike.get(bag.friendlyName?.toLowerCase())?.length === 1
    return { alias: bag.friendlyName && isItsOwn ? bag.friendlyName : String(place + 1), bag }
  })
}

interface KeyMeans {
  readonly password: PfxPassword
  readonly keyPassword: string | undefined
  readonly budget: IterationBudget
}

async function lendKey(
  { kind, der }: KeyBag,
  { password, keyPassword, budget }: KeyMeans,
): Promise<Uint8Array> {
  if (kind === 'key') return der
  const [algorithmDer, encrypted] = new DerReader(der).sequence(
    (info) => [info.raw(tags.sequence), info.octetString()] as const,
  )
  const own = keyPassword === undefined ? password : { text: keyPassword, wide: keyPassword }
  const keyDer = await decrypt(algorithmDer, encrypted, own, budget)
  if (!keyDer) throw keyPasswordRefused(keyPassword !== undefined)
  return keyDer
}

/** Those with the key's identifier come before the others. */
function likelyFirst({ localKeyId }: KeyBag, certificates: readonly CertificateBag[]): Uint8Array[] {
  const isLikely = (bag: CertificateBag) => localKeyId !== null && bag.localKeyId === localKeyId
  const likely = certificates.filter(isLikely)
  return [...likely, ...certificates.filter((bag) => !isLikely(bag))].map(({ der }) => der)
}
