import { checkDefinitions } from '../../../src/domain/model/health/checks.ts'

/** The table of docs/health.md, from the checks themselves. */
export const checksTable = (): string => `| check | looks at |
|---|---|
${checkDefinitions.map(({ name, about }) => `| \`${name}\` | ${about} |`).join('\n')}
`

export const tableStart = '<!-- checks: made from the code -->\n'
export const tableEnd = '<!-- end of checks -->'
