const mostNamed = 10
const longestNamed = 100

/** The first of a key store's names, each cut: a store may have hundreds, of any length. */
export function aliasesInWords(aliases: readonly string[]): string {
  const named = aliases
    .slice(0, mostNamed)
    .map((alias) => JSON.stringify(alias.slice(0, longestNamed).toWellFormed()))
  const others = aliases.length - named.length
  return named.join(', ') + (others > 0 ? ` and ${others} more` : '')
}
