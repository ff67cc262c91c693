/** Whether text fits a pattern in which `*` stands for any characters, none among them; without case, in linear space. */
export function fitsGlob(pattern: string, text: string): boolean {
  const [head = '', ...rest] = pattern.toLowerCase().split('*')
  const folded = text.toLowerCase()
  const tail = rest.pop()
  if (tail === undefined) return folded === head
  if (!folded.startsWith(head) || folded.length < head.length + tail.length) return false
  const end = folded.length - tail.length
  return folded.endsWith(tail) && fitsInOrder(rest, folded.slice(head.length, end))
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
