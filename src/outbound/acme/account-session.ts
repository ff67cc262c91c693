import type { AcmeChallenge } from '../../domain/model/acme-challenge.ts'
import { type RevocationReason, revocationReasons } from '../../domain/model/revocation.ts'
import type { AcmeMethod, AcmeOrder, AcmeOrderRequest } from '../../domain/ports/acme-directory.ts'
import { encodePem } from '../../x509/pem.ts'
import { renewalIdentifier } from '../../x509/renewal-identifier.ts'
import type { Client } from './acme-client.ts'
import { AcmeProblem, refused, unreachable } from './acme-problem.ts'
import { readChain, rootNameOf } from './certificate-chain.ts'
import type { Conversation } from './conversation.ts'
import { fieldsOf, misunderstood } from './fields.ts'
import { type Identifier, identifierOf } from './identifiers.ts'
import {
  type AuthorizationDocument,
  challengeFor,
  type OrderDocument,
  readAuthorization,
  readOrder,
} from './order-document.ts'

/** As the package's types want it, which uses no more of it than a URL. */
type OrderAt = Parameters<Client['getOrder']>[0]
type ChallengeAt = Parameters<Client['completeChallenge']>[0]

/** So many requests at once. */
const atOnce = 8
const mostAlternates = 5

/** What an account does at its authority, in one conversation. */
export class AccountSession {
  readonly #conversation: Conversation
  readonly #client: Client

  constructor(conversation: Conversation, client: Client) {
    this.#conversation = conversation
    this.#client = client
  }

  async checkAccount(): Promise<void> {
    const { status } = fieldsOf(await this.#client.updateAccount({}))
    if (status !== 'valid') throw refused(`the account is ${String(status)}`)
  }

  async openOrder({ names, method, replaces }: AcmeOrderRequest): Promise<AcmeOrder> {
    const identifiers = names.map(identifierOf)
    const order = await this.#newOrder(identifiers, replaces)
    const isSame = areWithin(identifiers, order.identifiers) && areWithin(order.identifiers, identifiers)
    if (!isSame) throw misunderstood('an order for other names')
    return await this.#described(order, method)
  }

  async readOrder(url: string, method: AcmeMethod): Promise<AcmeOrder> {
    return await this.#described(await this.#orderAt(url), method)
  }

  async answer({ authorizationUrl, url }: AcmeChallenge): Promise<void> {
    const [authorization] = await this.#authorizations([authorizationUrl])
    const challenge = authorization?.challenges.find((one) => one.url === url)
    if (!challenge) throw misunderstood('an authorization without its challenge')
    if (challenge.state === 'pending') await this.#client.completeChallenge({ url } as ChallengeAt)
  }

  async finalize(orderUrl: string, requestDer: Uint8Array): Promise<void> {
    const order = await this.#orderAt(orderUrl)
    if (order.state === 'processing' || order.state === 'valid') return
    if (order.state !== 'ready') throw this.#notYet(order)
    const found = { url: order.url, finalize: order.finalize } as OrderAt
    await this.#client.finalizeOrder(found, encodePem('CERTIFICATE REQUEST', requestDer))
  }

  async download(orderUrl: string, preferredChain: string | null): Promise<readonly Uint8Array[]> {
    const order = await this.#orderAt(orderUrl)
    if (order.state !== 'valid' || order.certificate === null) throw this.#notYet(order)
    const usual = await this.#chainAt(order.certificate)
    const others = this.#conversation.alternates.slice(0, mostAlternates)
    const chain = (await this.#preferred(preferredChain, usual, others)) ?? usual
    return chain.map(({ raw }) => raw)
  }

  async deactivate(url: string): Promise<void> {
    try {
      const [authorization] = await this.#authorizations([url])
      if (!authorization || authorization.isOver) return
      await this.#client.deactivateAuthorization({ url } as Parameters<Client['deactivateAuthorization']>[0])
    } catch (error) {
      if (!(error instanceof AcmeProblem && error.status === 404)) throw error
    }
  }

  async revoke(certificateDer: Uint8Array, reason: RevocationReason): Promise<void> {
    try {
      const pem = encodePem('CERTIFICATE', certificateDer)
      await this.#client.revokeCertificate(pem, { reason: revocationReasons[reason] })
    } catch (error) {
      if (!(error instanceof AcmeProblem && error.type === 'alreadyRevoked')) throw error
    }
  }

  /** That another order replaces the certificate already, as one that was lost does, is no reason not to have one. */
  async #newOrder(identifiers: Identifier[], replaced: Uint8Array | undefined): Promise<OrderDocument> {
    const { renewalInfo } = await this.#conversation.server.directory()
    const replaces = replaced && renewalInfo !== undefined ? renewalIdentifier(replaced) : null
    try {
      return this.#read(await this.#client.createOrder({ identifiers, ...(replaces && { replaces }) }))
    } catch (error) {
      if (!(error instanceof AcmeProblem && error.type === 'alreadyReplaced')) throw error
      return this.#read(await this.#client.createOrder({ identifiers }))
    }
  }

  async #orderAt(url: string): Promise<OrderDocument> {
    return this.#read(await this.#client.getOrder({ url } as OrderAt))
  }

  #read(order: OrderAt): OrderDocument {
    return readOrder(order, order.url, this.#conversation.server.readUrl)
  }

  async #authorizations(urls: readonly string[]): Promise<AuthorizationDocument[]> {
    const read: AuthorizationDocument[] = []
    for (let start = 0; start < urls.length; start += atOnce) {
      const authorizations = urls.slice(start, start + atOnce)
      const answered: readonly unknown[] = await this.#client.getAuthorizations({
        authorizations,
      } as unknown as OrderAt)
      read.push(...answered.map((one) => readAuthorization(one, this.#conversation.server.readUrl)))
    }
    return read
  }

  /** The order with what proves its names, as long as that may matter. */
  async #described(order: OrderDocument, method: AcmeMethod): Promise<AcmeOrder> {
    const authorizations = await this.#authorizationsOf(order)
    // a proof of another name would be a proof for somebody else
    if (
      !areWithin(
        authorizations.map(({ identifier }) => identifier),
        order.identifiers,
      )
    ) {
      throw misunderstood('an authorization for a name that was not ordered')
    }
    const { url, state, expiresAt } = order
    const isLost = state === 'pending' && authorizations.some(({ isOver }) => isOver)
    if (state === 'pending' && authorizations.length === 0)
      throw misunderstood('an order that nothing proves')
    const found = await Promise.all(authorizations.map((one) => this.#challenge(one, method)))
    const challenges = found.filter((challenge) => challenge !== undefined)
    if (state !== 'invalid' && !isLost) return { url, state, expiresAt, challenges, problem: null }
    return { url, state: 'invalid', expiresAt, challenges, problem: problemOf(order, authorizations) }
  }

  async #authorizationsOf({ state, authorizations }: OrderDocument): Promise<AuthorizationDocument[]> {
    if (state === 'processing' || state === 'valid') return []
    try {
      return await this.#authorizations(authorizations)
    } catch (error) {
      // of an order that came to nothing they may be gone
      if (state === 'invalid' && error instanceof AcmeProblem && error.isFinal) return []
      throw error
    }
  }

  /** A file holds the key authorization itself (RFC 8555 §8.3), which the package makes of a challenge of that type. */
  async #challenge(
    authorization: AuthorizationDocument,
    method: AcmeMethod,
  ): Promise<AcmeChallenge | undefined> {
    const challenge = challengeFor(authorization, method)
    if (!challenge) return undefined
    const { url, token } = challenge
    const asFile = { type: 'http-01', url, token } as ChallengeAt
    return {
      domain: authorization.identifier.value,
      authorizationUrl: authorization.url,
      url,
      token,
      keyAuthorization: await this.#client.getChallengeKeyAuthorization(asFile),
      isProven: authorization.isProven,
    }
  }

  #notYet({ state, problem }: OrderDocument) {
    if (state === 'invalid') return refused(problem === '' ? 'the order is invalid' : problem)
    return unreachable(`the order is still ${state}`)
  }

  async #chainAt(certificate: string) {
    return readChain(await this.#client.getCertificate({ status: 'valid', certificate } as OrderAt))
  }

  async #preferred(name: string | null, usual: ReturnType<typeof readChain>, others: readonly string[]) {
    if (name === null || rootNameOf(usual) === name) return undefined
    for (const url of others) {
      const chain = await this.#chainAt(url)
      if (rootNameOf(chain) === name && chain[0]?.raw.equals(usual[0]?.raw ?? Buffer.alloc(0))) return chain
    }
    return undefined
  }
}

const areWithin = (some: readonly Identifier[], all: readonly Identifier[]) =>
  some.every(({ type, value }) => all.some((one) => one.type === type && one.value === value))

/** What is said of each name that was not proven; else of the order, which often says the same of one. */
function problemOf({ problem }: OrderDocument, authorizations: readonly AuthorizationDocument[]): string {
  const failures = authorizations.flatMap(({ identifier, challenges }) =>
    challenges.filter((one) => one.problem !== '').map((one) => `${identifier.value}: ${one.problem}`),
  )
  const said = failures.length > 0 ? [...new Set(failures)].join('; ') : problem
  return said.slice(0, 1_000) || 'the authority does not say why'
}
