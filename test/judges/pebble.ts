import 'reflect-metadata'
import { KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SubjectAlternativeNameExtension } from '@peculiar/x509'
import { outsideBelow, outsideRoot } from '../api/pca-v1/outside.ts'
import { freePort } from '../api/running-server.ts'
import { runInForeground } from './servers/foreground.ts'

export interface PebbleOptions {
  /** External accounts that it asks for: MAC keys in base64url by their id. */
  readonly eab?: Readonly<Record<string, string>>
  /** How many of a hundred good nonces it refuses; none. */
  readonly nonceReject?: number
  /** Chains that it offers beside the usual one; none. */
  readonly alternateRoots?: number
  /** How many of a hundred names that were proven once are not asked for again; none. */
  readonly authorizationReuse?: number
}

/** A name server that Pebble looks names up at, and nobody else has. Every name has the address 127.0.0.1. */
export interface PebbleNames {
  /** `127.0.0.1:<port>`, over UDP and TCP. */
  readonly address: string
  /** Adds a record beside others. */
  setTxt(name: string, value: string): Promise<void>
  /** Takes all records of the name away. */
  clearTxt(name: string): Promise<void>
}

/** A running Pebble: an authority for tests that keeps nothing, and has new roots each time that it is started. */
export interface Pebble extends AsyncDisposable {
  readonly directoryUrl: string
  /** PEM of whom its TLS certificate is from. */
  readonly caFile: string
  readonly dns: PebbleNames
  /** Where it looks for files of HTTP-01, at 127.0.0.1; a test serves them there. */
  readonly httpPort: number
  /** PEM of a root that chains lead to: 0 is that of the usual chain, others follow. */
  root(number: number): Promise<string>
  /** `Valid` or `Revoked`, and its reason's number, of a certificate by its serial number in hexadecimal. */
  statusOf(serialNumber: string): Promise<{ readonly Status: string; readonly Reason?: number }>
  /** Nobody answers at its address any more; the name server goes on. */
  interrupt(): Promise<void>
  /** At the same address again, with nothing of what it knew. */
  resume(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts Pebble and its name server on loopback, without waiting between what it does. Needs the judges `pebble` and
 * `pebble-challtestsrv`. Stop it, or hold it with `await using`.
 */
export async function startPebble(options: PebbleOptions = {}): Promise<Pebble> {
  const folder = mkdtempSync(join(tmpdir(), 'chancery-pebble-'))
  const ports = await distinctPorts()
  const { caFile, ...identity } = await writeIdentity(folder)
  const names = await startNames(folder, ports)
  const configuration = join(folder, 'pebble.json')
  const pebble = {
    listenAddress: `127.0.0.1:${ports.api}`,
    managementListenAddress: `127.0.0.1:${ports.management}`,
    ...identity,
    httpPort: ports.http,
    tlsPort: ports.tls,
    externalAccountBindingRequired: options.eab !== undefined,
    externalAccountMACKeys: options.eab ?? {},
  }
  writeFileSync(configuration, JSON.stringify({ pebble }))
  const start = () =>
    runInForeground(
      {
        program: 'pebble',
        args: ['-config', configuration, '-dnsserver', names.address],
        folder,
        variables: {
          PEBBLE_VA_NOSLEEP: '1',
          PEBBLE_WFE_NONCEREJECT: `${options.nonceReject ?? 0}`,
          PEBBLE_AUTHZREUSE: `${options.authorizationReuse ?? 0}`,
          PEBBLE_ALTERNATE_ROOTS: `${options.alternateRoots ?? 0}`,
        },
      },
      [ports.api, ports.management],
    )
  let running = await start()
  const manage = (path: string) => getOverTls(`https://127.0.0.1:${ports.management}${path}`, caFile)
  const stop = async () => {
    await running[Symbol.asyncDispose]()
    await names.stop()
    rmSync(folder, { recursive: true })
  }
  return {
    directoryUrl: `https://127.0.0.1:${ports.api}/dir`,
    caFile,
    dns: names,
    httpPort: ports.http,
    root: (number) => manage(`/roots/${number}`),
    statusOf: async (serial) => JSON.parse(await manage(`/cert-status-by-serial/${serial.toLowerCase()}`)),
    interrupt: () => Promise.resolve(running[Symbol.asyncDispose]()),
    resume: async () => {
      running = await start()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

interface Ports {
  readonly api: number
  readonly management: number
  readonly http: number
  readonly tls: number
  readonly dns: number
  readonly dnsManagement: number
}

async function distinctPorts(): Promise<Ports> {
  const found = new Set<number>()
  while (found.size < 6) found.add(await freePort())
  const [api = 0, management = 0, http = 0, tls = 0, dns = 0, dnsManagement = 0] = found
  return { api, management, http, tls, dns, dnsManagement }
}

/** TLS for 127.0.0.1, by a CA that nobody else has. */
async function writeIdentity(folder: string) {
  const root = await outsideRoot({ subject: 'CN=Pebble TLS Root' })
  const { pem, keys } = await outsideBelow(root, {
    subject: 'CN=pebble',
    isAuthority: false,
    usages: null,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  })
  const key = KeyObject.from(keys.privateKey).export({ format: 'pem', type: 'pkcs8' })
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  return {
    caFile: write('tls-root.pem', root.pem),
    certificate: write('tls.pem', pem),
    privateKey: write('tls-key.pem', key),
  }
}

async function startNames(folder: string, { dns, dnsManagement }: Ports) {
  const management = `127.0.0.1:${dnsManagement}`
  const address = `127.0.0.1:${dns}`
  const others = ['-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', '']
  const args = ['-dns01', address, '-management', management, ...others]
  const running = await runInForeground({ program: 'pebble-challtestsrv', args, folder }, [
    dns,
    dnsManagement,
  ])
  async function manage(action: string, body: unknown): Promise<void> {
    const { ok } = await fetch(`http://${management}/${action}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    if (!ok) throw new Error(`pebble-challtestsrv refuses ${action}`)
  }
  const hostOf = (name: string) => `${name.replace(/\.$/, '')}.`
  return {
    address,
    setTxt: (name: string, value: string) => manage('set-txt', { host: hostOf(name), value }),
    clearTxt: (name: string) => manage('clear-txt', { host: hostOf(name) }),
    stop: () => Promise.resolve(running[Symbol.asyncDispose]()),
  }
}

const getOverTls = (url: string, caFile: string): Promise<string> =>
  new Promise((resolve, reject) => {
    request(url, { agent: new Agent({ ca: readFileSync(caFile) }) }, (response) => {
      text(response).then(resolve, reject)
    })
      .on('error', reject)
      .end()
  })
