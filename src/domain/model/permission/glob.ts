/** Tells whether text fits a pattern in which `*` stands for any characters, none among them; without case. */
export function compileGlob(pattern: string): (text: string) => boolean {
  const [head = '', ...rest] = pattern.toLowerCase().split('*')
  const tail = rest.pop()
  if (tail === undefined) return (text) => text.toLowerCase() === head
  const shortest = head.length + tail.length
  return (text) => {
    const folded = text.toLowerCase()
    if (folded.length < shortest || !folded.startsWith(head) || !folded.endsWith(tail)) return false
    return rest.length === 0 || fitsInOrder(rest, folded.slice(head.length, folded.length - tail.length))
  }
}

/** Taking each part where it is first found leaves the most for those behind it. */
function fitsInOrder(parts: readonly string[], text: string): boolean {
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    if (at < 0) return false
    from = at + part.length
  }
  return true
}
