/** What differs from run to run, by form; a number tells them apart, and the width stays that of the table's column. */
const forms: readonly (readonly [form: RegExp, placeholder: (number: string) => string])[] = [
  [
    /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g,
    (number) => `00000000-0000-0000-0000-${number.padStart(12, '0')}`,
  ],
  [/(?<![\da-f])[\da-f]{32}(?![\da-f])/g, (number) => number.padStart(32, '0')],
  [/\bscs\d{13}\b/g, (number) => `scs${number.padStart(13, '0')}`],
  [/\b[A-Z\d]{20}\b/g, (number) => `KEY${number.padStart(17, '0')}`],
  [/\b[\da-f]{40}\b/g, (number) => number.padStart(40, '0')],
  [/\b(?![\da-f]{40}\b)[A-Za-z\d]{40}\b/g, (number) => `SECRET${number.padStart(34, '0')}`],
  [/\b[A-Za-z\d]{24}\b/g, (number) => `PASSWORD${number.padStart(16, '0')}`],
]

const momentForm = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g
const millisecondsForm = /\b1\d{12}\b/g
const placeForm = /\b127\.0\.0\.1:\d+/g

/** Numbers what differs in the order in which it comes. */
export function withPlaceholders(text: string): string {
  const steady = text
    .replaceAll(momentForm, (moment) => moment.replaceAll(/\d/g, '0'))
    .replaceAll(millisecondsForm, '0000000000000')
    .replaceAll(placeForm, '127.0.0.1:8443')
  return forms.reduce((before, [form, placeholder]) => {
    const seen = new Map<string, string>()
    return before.replaceAll(form, (value) => {
      const known = seen.get(value) ?? placeholder(String(seen.size + 1))
      seen.set(value, known)
      return known
    })
  }, steady)
}

/** Forty digits of hexadecimal are a fingerprint. */
const secretForm = /\b(?:(?![\da-f]{40}\b)[A-Za-z\d]{40}|[A-Za-z\d]{24})\b/g

/** Secrets that stand in a text more than once. */
export const repeatedSecrets = (text: string): string[] => {
  const secrets = [...text.matchAll(secretForm)].map(([secret]) => secret)
  return secrets.filter((secret, place) => secrets.indexOf(secret) !== place)
}
