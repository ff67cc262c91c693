import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../api/running-server.ts'
import { runInForeground } from './servers/foreground.ts'

const run = promisify(execFile)

export interface BindKey {
  readonly name: string
  readonly algorithm: 'hmac-sha256' | 'hmac-sha384' | 'hmac-sha512'
  /** Base64. */
  readonly secret: string
}

export interface BindZone {
  readonly name: string
  /** Lines of the zone file beside SOA, NS and the server's own address: `www IN A 127.0.0.1`. */
  readonly records?: readonly string[]
}

/** A BIND that serves zones on loopback, over UDP and TCP, and takes updates by key. */
export interface Bind extends AsyncDisposable {
  readonly address: string
  readonly port: number
  /** May change every zone. */
  readonly tsigKey: BindKey
  /** Known, and allowed nothing. */
  readonly strangerKey: BindKey
  /** Makes these the TXT records of a name, in place of those that are there; none takes all away. By `nsupdate`. */
  setTxt(name: string, ...values: readonly string[]): Promise<void>
  /** What `dig` sees. */
  readTxt(name: string): Promise<readonly string[]>
  stop(): Promise<void>
}

/** Needs the judges named, nsupdate and dig. */
export async function startBind({
  zones,
  address = '127.0.0.1',
  algorithm = 'hmac-sha256',
}: {
  readonly zones: readonly BindZone[]
  readonly address?: string
  readonly algorithm?: BindKey['algorithm']
}): Promise<Bind> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-bind-'))
  const port = await freePort()
  const [tsigKey, strangerKey] = ['chancery-test', 'stranger'].map((name) => keyNamed(name, algorithm)) as [
    BindKey,
    BindKey,
  ]
  for (const zone of zones) writeFileSync(join(folder, `${zone.name}.zone`), zoneFile(zone, address))
  const configuration = join(folder, 'named.conf')
  writeFileSync(
    configuration,
    configurationOf({ folder, port, address, zones, keys: [tsigKey, strangerKey] }),
  )
  const dig = async (name: string, type: string) => {
    const { stdout } = await run('dig', ['+short', '+tries=1', '-p', `${port}`, `@${address}`, name, type])
    return stdout.split('\n').filter((line) => line !== '')
  }
  const server = await runInForeground({ program: 'named', args: ['-g', '-c', configuration], folder }, [
    port,
  ])
  const stop = async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
  // it listens before it has loaded its zones
  for (const { name } of zones) while ((await dig(name, 'SOA')).length === 0);
  return {
    address,
    port,
    tsigKey,
    strangerKey,
    async setTxt(name, ...values) {
      const lines = [
        `server ${address} ${port}`,
        `update delete ${name}. TXT`,
        ...values.map((value) => `update add ${name}. 60 TXT "${value}"`),
        'send',
      ]
      const script = join(folder, 'changes')
      writeFileSync(script, `${lines.join('\n')}\n`)
      await run('nsupdate', ['-y', `${algorithm}:${tsigKey.name}:${tsigKey.secret}`, script])
    },
    readTxt: async (name) =>
      (await dig(name, 'TXT')).map((line) => line.slice(1, -1).replaceAll('" "', '')).sort(),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

/** The same each time, for nothing of it is secret. */
const keyNamed = (name: string, algorithm: BindKey['algorithm']): BindKey => ({
  name,
  algorithm,
  secret: Buffer.from(`the secret of ${name} in tests`.padEnd(32)).toString('base64'),
})

const zoneFile = ({ name, records = [] }: BindZone, address: string): string =>
  `$ORIGIN ${name}.
$TTL 60
@ IN SOA ns admin 1 3600 600 86400 60
@ IN NS ns
ns IN A ${address}
${records.join('\n')}
`

const configurationOf = ({
  folder,
  port,
  address,
  zones,
  keys,
}: {
  readonly folder: string
  readonly port: number
  readonly address: string
  readonly zones: readonly BindZone[]
  readonly keys: readonly BindKey[]
}): string => `
options {
  directory "${folder}"; pid-file none; session-keyfile "${folder}/session.key"; lock-file none;
  listen-on port ${port} { ${address}; }; listen-on-v6 { none; };
  recursion no; dnssec-validation no; empty-zones-enable no; notify no; minimal-responses yes;
};
controls {};
${keys.map(({ name, algorithm, secret }) => `key "${name}" { algorithm ${algorithm}; secret "${secret}"; };`).join('\n')}
${zones
  .map(
    ({ name }) =>
      `zone "${name}" { type primary; file "${name}.zone"; allow-update { key "${keys[0]?.name}"; }; };`,
  )
  .join('\n')}
`
