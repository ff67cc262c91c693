import 'reflect-metadata'
import { KeyObject, webcrypto } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { SubjectAlternativeNameExtension, X509CertificateGenerator } from '@peculiar/x509'

/** A message as it was taken. */
export interface Mail {
  readonly from: string
  readonly to: string
  readonly isEncrypted: boolean
  /** `user password`; null for nobody. */
  readonly login: string | null
  /** Headers by their lower-case names, unfolded. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

export interface MailServerOptions {
  readonly offers?: 'starttls' | 'implicit' | 'nothing'
  /** `user password` of the only one who may send. */
  readonly login?: string
}

export interface TestMailServer {
  readonly port: number
  /** PEM of the certificate that it shows. */
  readonly certificate: string
  readonly mails: readonly Mail[]
  /** Every connection that was made. */
  readonly connections: () => number
  /** What the next ones who name a recipient are told, instead of 250. */
  refuse(...answers: string[]): void
  /** Refusals that nobody met are taken back. */
  forgive(): void
  has(count: number): Promise<void>
  close(): Promise<void>
}

/** An SMTP server on loopback (RFC 5321, 3207, 4954) that keeps what it takes. */
export async function startMailServer(options: MailServerOptions = {}): Promise<TestMailServer> {
  const pair = await makePair()
  const mails: Mail[] = []
  const refusals: string[] = []
  const events = new EventEmitter()
  const sockets = new Set<Socket>()
  let connections = 0
  const take = (mail: Mail) => {
    mails.push(mail)
    events.emit('mail')
  }
  const server = createServer((socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    const session = new Session({ ...options, pair, take, refusals })
    if (options.offers === 'implicit') session.secure(socket)
    else session.greet(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    certificate: pair.cert,
    mails,
    connections: () => connections,
    refuse: (...answers) => refusals.push(...answers),
    forgive: () => refusals.splice(0),
    has: async (count) => {
      while (mails.length < count) await once(events, 'mail')
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

interface SessionParts extends MailServerOptions {
  readonly pair: { readonly cert: string; readonly key: string }
  readonly take: (mail: Mail) => void
  readonly refusals: string[]
}

class Session {
  readonly #parts: SessionParts
  #socket: Socket | undefined
  #rest = ''
  #isEncrypted = false
  #login: string | null = null
  #from = ''
  #to = ''
  #isInData = false
  #data: string[] = []

  constructor(parts: SessionParts) {
    this.#parts = parts
  }

  greet(socket: Socket): void {
    this.#listen(socket)
    this.#say('220 mail.test ESMTP')
  }

  secure(plain: Socket, isGreeting = true): void {
    plain.removeAllListeners('data')
    const socket = new TLSSocket(plain, { isServer: true, ...this.#parts.pair })
    this.#isEncrypted = true
    this.#rest = ''
    if (isGreeting) socket.once('secure', () => this.#say('220 mail.test ESMTP'))
    this.#listen(socket)
  }

  #listen(socket: Socket): void {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const lines = (this.#rest + chunk.toString()).split('\r\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) this.#hear(line)
    })
  }

  #say(...lines: string[]): void {
    this.#socket?.write(lines.map((line) => `${line}\r\n`).join(''))
  }

  #hear(line: string): void {
    if (this.#isInData) {
      this.#hearData(line)
      return
    }
    const verb = line.split(' ', 1)[0]?.toUpperCase()
    const isSecuring = verb === 'STARTTLS' && this.#extensions().includes('250-STARTTLS')
    this.#say(...(isSecuring ? ['220 go ahead'] : this.#answer(verb, line)))
    if (isSecuring && this.#socket) this.secure(this.#socket, false)
    if (verb === 'QUIT') this.#socket?.end()
  }

  #answer(verb: string | undefined, line: string): string[] {
    switch (verb) {
      case 'EHLO':
        return ['250-mail.test', ...this.#extensions(), '250 8BITMIME']
      case 'STARTTLS':
        return ['502 5.5.1 not here']
      case 'AUTH': {
        const [, user = '', password = ''] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0')
        this.#login = `${user} ${password}`
        return [this.#isAdmitted() ? '235 welcome' : '535 5.7.8 no']
      }
      case 'MAIL':
        this.#from = addressIn(line)
        return [this.#isAdmitted() ? '250 ok' : '530 5.7.0 sign in first']
      case 'RCPT':
        this.#to = addressIn(line)
        return [this.#parts.refusals.shift() ?? '250 ok']
      case 'DATA':
        this.#isInData = true
        this.#data = []
        return ['354 go ahead']
      case 'QUIT':
        return ['221 bye']
      default:
        return ['250 ok']
    }
  }

  #isAdmitted(): boolean {
    const { login } = this.#parts
    return login === undefined || this.#login === login
  }

  #extensions(): string[] {
    const { offers = 'starttls', login } = this.#parts
    return [
      ...(offers === 'starttls' && !this.#isEncrypted ? ['250-STARTTLS'] : []),
      ...(login === undefined ? [] : ['250-AUTH PLAIN']),
    ]
  }

  #hearData(line: string): void {
    if (line !== '.') {
      this.#data.push(line.replace(/^\./, ''))
      return
    }
    this.#isInData = false
    const [from, to, login] = [this.#from, this.#to, this.#login]
    this.#parts.take({ from, to, login, isEncrypted: this.#isEncrypted, ...parseMessage(this.#data) })
    this.#say('250 taken')
  }
}

const addressIn = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? ''

function parseMessage(lines: readonly string[]): Pick<Mail, 'headers' | 'text'> {
  const end = lines.indexOf('')
  const unfolded = lines
    .slice(0, end)
    .join('\n')
    .replace(/\n[ \t]+/g, ' ')
  const headers = unfolded.split('\n').map((line) => {
    const [name = '', ...value] = line.split(': ')
    return [name.toLowerCase(), value.join(': ')] as const
  })
  const text = lines.slice(end + 1).join('\n')
  const all = Object.fromEntries(headers)
  const isQuoted = all['content-transfer-encoding'] === 'quoted-printable'
  return { headers: all, text: isQuoted ? unquoted(text) : text }
}

const unquoted = (text: string) =>
  text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, octet: string) => String.fromCharCode(Number.parseInt(octet, 16)))

async function makePair() {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=127.0.0.1',
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    extensions: [new SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  })
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString()
  return { cert: certificate.toString('pem'), key }
}
