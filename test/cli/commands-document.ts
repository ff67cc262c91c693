import type { Noun, RemoteCommand } from '../../src/cli/remote/command.ts'
import { nouns } from '../../src/cli/remote/nouns/index.ts'

/** docs/cli.md, from the table of commands. */
export const commandsDocument = (): string => `${preface}${nouns.map(chapterOf).join('')}`

const preface = `# The command line

Made from the table of commands; \`CHANCERY_WRITE_DOCS=true npm test\` writes it anew.

\`chancery <noun> <verb>\` asks a server over its API and may do what the API allows its caller. It works from any machine:

| to say | flag | variable | else |
|---|---|---|---|
| where the server is | \`--endpoint <url>\` | \`CHANCERY_ENDPOINT\` | as the file of credentials says |
| whom to trust over TLS, in PEM | \`--ca-file <file>\` | \`CHANCERY_CA_FILE\` | as the file of credentials says, or whom the system trusts |
| who asks: an access key | | \`CHANCERY_ACCESS_KEY\` and \`CHANCERY_SECRET_KEY\` | as the file of credentials says |
| with what a temporary key came | | \`CHANCERY_SECURITY_TOKEN\` | |
| who asks: a token | | \`CHANCERY_TOKEN\` | |
| the file of credentials | \`--credentials <file>\` | \`CHANCERY_CREDENTIALS\` | \`credentials.json\` in the data folder (\`CHANCERY_DATA_DIR\`), where it is |

Secrets are no flags, since everybody on a machine may read those: passwords come from a file or stdin (\`-\`), or are made
and shown once.

Data goes to stdout: a table, or with \`--output json\` the API's noun and nothing else. Words go to stderr. It ends in 0
when it is done, in 1 when it was refused or failed (one line, with the API's words and code), in 2 when the command line
can't be meant. A command that changes something and has nothing to show writes to stderr only.

What has a name is named by name or id; what looks like an id is one. Looking a name up takes the permission to list.
`

const chapterOf = ({ name, summary, commands }: Noun): string => `
## \`${name}\`: ${summary}

| command | does | options |
|---|---|---|
${commands.map((command) => rowOf(name, command)).join('')}`

function rowOf(noun: string, { signature, summary, required, options }: RemoteCommand): string {
  const all = [...Object.entries(required), ...Object.entries(options)]
  const texts = all.map(([flag, text]) => `\`${flag}\` ${text}${flag in required ? ' (required)' : ''}`)
  return `| \`${noun} ${signature}\` | ${summary} | ${texts.join('<br>')} |\n`
}
