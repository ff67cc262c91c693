import { MalformedError } from '../../../x509/malformed.ts'
import { type ParsedOcspRequest, readOcspRequest } from '../../../x509/ocsp-request.ts'
import { ocspFailures } from '../../../x509/ocsp-response.ts'
import type { Revocation } from '../../model/revocation.ts'
import { serialFromOctets } from '../../model/serial-number.ts'
import type { StatusAnswerKind } from '../../ports/metrics.ts'
import type { StatusAnswer } from '../../ports/status-signer.ts'
import type { World } from '../world.ts'
import { AnswerCache, answerLifeMs } from './answer-cache.ts'
import { isAskedOf, type Responding, RespondingAuthorities } from './responding-authorities.ts'
import { SigningLimits } from './signing-limits.ts'

export interface StatusQuestion {
  readonly authorityId: string
  readonly requestDer: Uint8Array
}

/** Answers what anyone may ask; the answer is always a whole OCSP response in DER. */
export type AnswerStatus = (question: StatusQuestion) => Promise<Uint8Array>

/** Answers that are kept; each is of one certificate, some 1.5 kB. */
const mostKept = 10_000

/**
 * The OCSP responder of every CA (RFC 6960; api-answers A30). What is said is read from the registry for each question,
 * so that a revocation is told at once on every node; only the signature over the same words is kept. Every new
 * signature comes under a limit, because anyone may ask, and a nonce or a made-up serial number always wants one.
 */
export function createStatusAnswers(world: World): AnswerStatus {
  const { metrics } = world
  const authorities = new RespondingAuthorities(world)
  const kept = new AnswerCache(mostKept)
  const limits = new SigningLimits(world.clock)

  const refuse = (failure: Uint8Array) => {
    metrics.countStatusAnswer('refused')
    return failure
  }

  return async ({ authorityId, requestDer }) => {
    const request = parse(requestDer)
    if (!request || request.unknownCriticalExtensions.length > 0) return refuse(ocspFailures.malformedRequest)
    const responding = await authorities.find(authorityId)
    if (!responding || !request.certIds.every((certId) => isAskedOf(certId, responding))) {
      return refuse(ocspFailures.unauthorized)
    }
    if (responding.isAwaited || world.journalHolds.isHeld(authorityId)) return refuse(ocspFailures.tryLater)
    const answers = await readAnswers(world, responding, request)
    const words = isKeepable(request, answers) ? wordsOf(responding, answers) : undefined
    const present = words === undefined ? undefined : kept.get(words, world.clock.now())
    const isKnown = answers.every(({ status }) => status !== 'unknown')
    if (!present && !limits.allows(authorityId, isKnown ? 'known' : 'unknown')) {
      return refuse(ocspFailures.tryLater)
    }
    for (const { status } of answers) metrics.countStatusAnswer(kindOf(status))
    metrics.countStatusSignature(present ? 'kept' : 'made')
    if (present) return present
    const answer = await sign(world, responding, answers, request.nonce)
    return words === undefined ? answer : kept.put(words, world.clock.now(), answer)
  }
}

/** What many ask in the same words: one certificate of the CA, without a nonce. */
const isKeepable = ({ nonce, certIds }: ParsedOcspRequest, [first]: readonly StatusAnswer[]) =>
  nonce === null && certIds.length === 1 && first?.status !== 'unknown'

function parse(der: Uint8Array): ParsedOcspRequest | undefined {
  try {
    return readOcspRequest(der)
  } catch (error) {
    if (error instanceof MalformedError) return undefined
    throw error
  }
}

const readAnswers = (
  { database }: World,
  { accountId, authorityId }: Responding,
  { certIds }: ParsedOcspRequest,
): Promise<StatusAnswer[]> =>
  database.read(accountId, async ({ serials }) => {
    const answers: StatusAnswer[] = []
    for (const { der, serialNumber } of certIds) {
      const found = await serials.find(authorityId, serialFromOctets(serialNumber))
      answers.push({ certIdDer: der, status: found ? (found.revocation ?? 'good') : 'unknown' })
    }
    return answers
  })

const sign = (
  { statusSigner, clock }: World,
  { responder, key }: Responding,
  answers: readonly StatusAnswer[],
  nonce: Uint8Array | null,
): Promise<Uint8Array> => {
  const producedAt = Math.floor(clock.now() / 1000) * 1000
  const nextUpdate = Math.min(producedAt + answerLifeMs, responder.notAfter)
  return statusSigner.signStatus({ responder, key, answers, producedAt, nextUpdate, nonce })
}

/** The same words by the same responder need one signature. */
const wordsOf = ({ authorityId, responder }: Responding, answers: readonly StatusAnswer[]): string =>
  [
    authorityId,
    responder.notBefore,
    ...answers.map(({ certIdDer, status }) => `${certIdDer.toBase64()} ${statusText(status)}`),
  ].join('\n')

const kindOf = (status: StatusAnswer['status']): StatusAnswerKind =>
  typeof status === 'string' ? status : 'revoked'

const statusText = (status: 'good' | 'unknown' | Revocation) =>
  typeof status === 'string' ? status : `${status.reason} ${status.revokedAt}`
