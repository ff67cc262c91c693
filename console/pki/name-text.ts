type Name = Readonly<Record<string, string | null | undefined>>

const attributes: readonly (readonly [short: string, names: readonly string[]])[] = [
  ['CN', ['commonName', 'common_name']],
  ['OU', ['organizationalUnit', 'organizational_unit']],
  ['O', ['organization']],
  ['L', ['locality']],
  ['ST', ['state']],
  ['C', ['country']],
]

/** `CN=…, O=…, C=…`, of a name as the API or as a certificate has it. */
export function nameText(name: Name): string {
  const parts = attributes.flatMap(([short, names]) => {
    const value = names.map((one) => name[one]).find(Boolean)
    return value ? [`${short}=${value}`] : []
  })
  return parts.join(', ') || '—'
}
