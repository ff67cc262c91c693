const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const combining = /\p{M}/u

/** How many columns of a terminal a text takes: East Asian letters take two. */
export function widthOf(text: string): number {
  let width = 0
  for (const letter of text) width += combining.test(letter) ? 0 : wide.test(letter) ? 2 : 1
  return width
}

/** What others wrote may hold letters that a terminal obeys, or that turn its text around. */
export const harmless = (text: string): string =>
  text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${letter.codePointAt(0)?.toString(16)}}`)
