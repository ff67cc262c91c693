/** Arcs under which standards define extensions: a caller must not write a second one (api-answers A9). */
const reserved = ['2.5.29.', '1.3.6.1.5.5.7.1.', '2.16.840.1.113730.1.']

/** Whether a dotted text names an object identifier that a customized extension may have (X.660 §6). */
export function isUsableObjectIdentifier(dotted: string): boolean {
  if (!/^(0|1|2)(\.(0|[1-9]\d{0,37}))+$/.test(dotted)) return false
  const [first, second] = dotted.split('.')
  if (first !== '2' && Number(second) > 39) return false
  return !reserved.some((prefix) => `${dotted}.`.startsWith(prefix))
}
