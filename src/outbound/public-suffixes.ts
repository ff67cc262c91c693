import { createRequire } from 'node:module'
import type { parse } from 'tldts'
import type { PublicSuffixes } from '../domain/ports/public-suffixes.ts'

/** Both sections of the list: what registries and what companies give out. Names come checked, so they are taken as they are. */
const options = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
} as const

/** The list as it was when the package was made. It is loaded when it is first asked: 12 MB that few need. */
export function createPublicSuffixes(): PublicSuffixes {
  let loaded: typeof parse | undefined
  const find = (name: string) => {
    loaded ??= (createRequire(import.meta.url)('tldts') as { readonly parse: typeof parse }).parse
    const { publicSuffix, domain, isIcann, isPrivate } = loaded(name.toLowerCase(), options)
    // of a top-level domain that it does not know it says that it is one, as the list's algorithm has it
    return isIcann === true || isPrivate === true ? { publicSuffix, domain } : undefined
  }
  return {
    isListed: (name) => find(name)?.publicSuffix === name.toLowerCase(),
    registeredPart: (name) => find(name)?.domain ?? null,
  }
}
