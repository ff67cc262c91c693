import 'reflect-metadata'
import { randomUUID, webcrypto } from 'node:crypto'
import {
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { AlternativeName } from '../../../src/domain/model/alternative-name.ts'
import { DomainError } from '../../../src/domain/model/errors.ts'
import type {
  AcmeDirectory,
  AcmeOrder,
  AcmeOrderState,
  RenewalWindow,
} from '../../../src/domain/ports/acme-directory.ts'
import type { Clock } from '../../../src/domain/ports/clock.ts'
import { dayMs } from '../test-clock.ts'
import { type Outside, textOf } from './outside.ts'

interface Opened {
  readonly names: readonly AlternativeName[]
  readonly tokens: readonly string[]
  readonly replaces: Uint8Array | undefined
  state: AcmeOrderState
  problem: string | null
  chain: readonly Uint8Array[]
}

/** An authority in this process: it judges TXT records of the test's zones itself, and issues for 90 days. */
export interface TestAuthority {
  readonly directory: AcmeDirectory
  readonly orders: Map<string, Opened>
  /** Accounts, orders, answers, deactivations, revocations, in their order. */
  readonly acts: string[]
  /** What the next calls are told instead. */
  readonly faults: DomainError[]
  window: RenewalWindow | null
}

export async function createAuthority(outside: Outside, clock: Clock): Promise<TestAuthority> {
  const keys = (await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair
  const orders = new Map<string, Opened>()
  const acts: string[] = []
  const faults: DomainError[] = []
  const act = (what: string) => {
    const fault = faults.shift()
    if (fault) throw fault
    acts.push(what)
  }
  const found = (url: string): Opened => {
    const order = orders.get(url)
    if (!order) throw new DomainError('issuer-refused', { reason: 'no such order' })
    return order
  }
  const shown = (url: string): AcmeOrder => {
    const { state, names, tokens, problem } = found(url)
    return {
      url,
      state,
      problem,
      expiresAt: clock.now() + 30 * dayMs,
      challenges: names.map(({ value }, place) => ({
        domain: value,
        authorizationUrl: `${url}/authorization/${place}`,
        url: `${url}/challenge/${place}`,
        token: tokens[place] ?? '',
        keyAuthorization: `${tokens[place]}.thumbprint`,
        isProven: state !== 'pending' && state !== 'invalid',
      })),
    }
  }
  const isThere = ({ names, tokens }: Opened) =>
    names.every(({ value }, place) =>
      outside.records
        .get(`_acme-challenge.${value.replace(/^\*\./, '')}`)
        ?.has(textOf(`${tokens[place]}.thumbprint`)),
    )
  const directory: AcmeDirectory = {
    url: 'https://acme.example.test/directory',
    type: 'acme',
    facts: [],
    try: async () => undefined,
    async checkAccount() {
      act('look up')
    },
    async openAccount() {
      act('account')
      return { url: 'https://acme.example.test/account', privateKey: new TextEncoder().encode('a key') }
    },
    async openOrder(_account, { names, replaces }) {
      act('order')
      const url = `https://acme.example.test/order/${orders.size + 1}`
      const tokens = names.map(() => randomUUID())
      orders.set(url, { names, tokens, replaces, state: 'pending', problem: null, chain: [] })
      return shown(url)
    },
    async readOrder(_account, url) {
      act('read')
      return shown(url)
    },
    async answer(_account, { url }) {
      act('answer')
      const order = found(url.replace(/\/challenge.*/, ''))
      order.state = isThere(order) ? 'ready' : 'invalid'
      if (order.state === 'invalid') order.problem = 'the record was not seen'
    },
    async finalize(_account, url, requestDer) {
      act('finalize')
      const order = found(url)
      const request = new Pkcs10CertificateRequest(Buffer.from(requestDer))
      const made = await X509CertificateGenerator.create({
        subject: request.subject,
        issuer: 'CN=Test authority',
        notBefore: new Date(clock.now() - 60_000),
        notAfter: new Date(clock.now() + 90 * dayMs),
        signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
        publicKey: await request.publicKey.export(),
        signingKey: keys.privateKey,
        extensions: [
          new SubjectAlternativeNameExtension(
            order.names.map(({ type, value }) => ({ type: type === 'IP' ? 'ip' : 'dns', value })),
          ),
        ],
      })
      order.chain = [new Uint8Array(made.rawData)]
      order.state = 'valid'
    },
    async download(_account, url) {
      act('download')
      return found(url).chain
    },
    async deactivate(_account, authorizationUrl) {
      act(`deactivate ${authorizationUrl.split('/').at(-1)}`)
    },
    async revoke(_account, _der, reason) {
      act(`revoke ${reason}`)
    },
    findRenewalWindow: async () => authority.window,
  }
  const authority: TestAuthority = { directory, orders, acts, faults, window: null }
  return authority
}
