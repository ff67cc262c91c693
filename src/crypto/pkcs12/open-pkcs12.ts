import type { KeyStoreOrder, OpenedKeyStore } from '../../domain/ports/key-store-reader.ts'
import { DerReader } from '../../x509/der-reader.ts'
import { tags } from '../../x509/der-tags.ts'
import { IterationBudget } from '../key-store/iteration-budget.ts'
import { chooseByAlias, findCertificate, openKey } from '../key-store/key-and-certificate.ts'
import { keyMissing, keyPasswordRefused, keyUnreadable, passwordRefused } from '../key-store/refusals.ts'
import { checkMac } from './check-mac.ts'
import { decrypt, type PfxPassword } from './decrypt.ts'
import { type CertificateBag, type KeyBag, readBags } from './read-bags.ts'
import { readPfx, readSafes, type Safe } from './read-pfx.ts'

/**
 * Opens a PKCS #12 file: one of its keys, and the certificate that the key's identifier or its public half leads to.
 * Throws MalformedError, and what the port says.
 */
export async function openPkcs12({ content, ...order }: KeyStoreOrder): Promise<OpenedKeyStore> {
  const budget = new IterationBudget()
  const pfx = readPfx(content)
  const password = await checkMac(pfx, order.password, budget)
  const bags = await openSafes(readSafes(pfx.authenticatedSafe), password, budget)
  const keys = named(bags.filter((bag) => bag.kind !== 'certificate'))
  const chosen = chooseByAlias(keys, order.alias)
  if (!chosen) throw keyMissing()
  const keyDer = await lendKey(chosen.bag, { password, keyPassword: order.keyPassword, budget })
  const key = openKey(keyDer)
  if (!key) throw keyUnreadable()
  const certificates = bags.filter((bag) => bag.kind === 'certificate')
  return {
    kind: 'PKCS12',
    aliases: keys.map(({ alias }) => alias),
    alias: chosen.alias,
    keyDer,
    ...findCertificate(key, likelyFirst(chosen.bag, certificates)),
  }
}

async function openSafes(safes: readonly Safe[], password: PfxPassword, budget: IterationBudget) {
  const bags: (KeyBag | CertificateBag)[] = []
  for (const safe of safes) {
    const plain =
      safe.kind === 'data' ? safe.octets : await decrypt(safe.algorithmDer, safe.octets, password, budget)
    if (!plain) throw passwordRefused()
    bags.push(...readBags(plain))
  }
  return bags
}

/** By their friendly names, where these tell them apart; else by their numbers. */
function named(bags: readonly KeyBag[]): { readonly alias: string; readonly bag: KeyBag }[] {
  const names = bags.map(({ friendlyName }) => friendlyName?.toLowerCase())
  return bags.map((bag, place) => {
    const isItsOwn = names.filter((name) => name === names[place]).length === 1
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
