import { type Config, isWildcard } from '../../config/config.ts'
import { type HealthCheck, ok, trouble, type Verdict } from '../../domain/model/health/check.ts'
import { isFolderInUse } from '../../storage/folder-in-use.ts'
import { obstacleToListening } from '../../system/ports.ts'
import { type Asked, ask } from './ask.ts'
import { look } from './look.ts'

export interface ListenerFindings {
  readonly checks: readonly HealthCheck[]
  /** Whether a Chancery answers at the address of the API. */
  readonly isRunning: boolean
}

const obstacles: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program',
  EACCES: 'may not be listened on by this user',
  EADDRNOTAVAIL: 'is no address of this machine',
}

/** Whether the server answers, or could begin to. */
export async function lookAtListeners({ listen, pkiListen, dataFolder }: Config): Promise<ListenerFindings> {
  let isRunning = false
  const api = await look('server', async () => {
    const answer = await ask(new URL('/healthz', reachable(listen))).catch(() => undefined)
    const isInUse = isFolderInUse(dataFolder)
    isRunning = answer !== undefined && isOurs(answer) && isInUse
    if (answer && isRunning) return judgeAnswer(answer)
    return isInUse ? elsewhere(listen) : judgePort(listen, 'CHANCERY_LISTEN')
  })
  if (api.severity !== 'ok' || isRunning || pkiListen.href === listen.href)
    return { checks: [api], isRunning }
  const pki = await look('pki_listener', () => judgePort(pkiListen, 'CHANCERY_PKI_LISTEN'))
  return { checks: [api, pki], isRunning }
}

const elsewhere = ({ origin }: URL): Verdict =>
  trouble(
    'alarm',
    `a server works with this data folder and does not answer at ${origin}`,
    'give doctor the settings of that server; if they are the same, restart it',
  )

/** An address that stands for all of the machine is asked on this one. */
function reachable(listen: URL): URL {
  const url = new URL(listen)
  if (isWildcard(url.hostname)) url.hostname = '127.0.0.1'
  return url
}

const isOurs = ({ text }: Asked) => text.startsWith('{"status":') && text.includes('"revocation_lists":')

function judgeAnswer({ status, text }: Asked): Verdict {
  if (status === 200) return ok('the server is running and answers')
  const { reason } = JSON.parse(text) as { readonly reason?: string }
  const finding = `the server is running and can not serve: ${reason}`
  return trouble('alarm', finding, 'look at the checks of the database, and into the log')
}

async function judgePort(url: URL, variable: string): Promise<Verdict> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const code = await obstacleToListening(host, Number(url.port || (url.protocol === 'https:' ? 443 : 80)))
  if (code === undefined) return ok(`the server is not running; ${url.origin} is free for it`)
  const finding = `the server does not answer, and ${url.origin} ${obstacles[code] ?? `can't be listened on: ${code}`}`
  return trouble('alarm', finding, `end what listens there, or set ${variable} to another address`)
}
