import type { Family } from './metrics-families.ts'

/** The table of docs/metrics.md, from what a server shows. */
export const metricsTable = (families: readonly Family[]): string => `| metric | kind | labels | tells |
|---|---|---|---|
${families.map(({ name, type, labels, help }) => `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`).join('\n')}
`
