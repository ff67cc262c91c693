import type { Config } from '../../config/config.ts'
import { type HealthCheck, ok, trouble } from '../../domain/model/health/check.ts'
import { judgePublicAddress, judgeTransport } from '../../domain/model/health/host-checks.ts'
import type { AddressState } from '../../domain/model/health/observations.ts'
import { ask } from './ask.ts'
import { look, reasonOf } from './look.ts'

/** What certificates carry, and whether that leads to us. */
export async function lookAtAddresses(
  { publicUrl }: Config,
  state: AddressState,
  isRunning: boolean,
): Promise<HealthCheck[]> {
  const transport = await look('transport', () => judgeTransport(state))
  const address = await look('public_address', async () => {
    const verdict = judgePublicAddress(state)
    if (verdict.severity !== 'ok' || !isRunning) return verdict
    return judgeReached(publicUrl)
  })
  return [address, transport]
}

/** Nothing has this id, so whoever is there says 404; we do so with an id of the request. */
async function judgeReached(publicUrl: string) {
  const advice = 'let CHANCERY_PUBLIC_URL lead to the PKI listener: name, port, proxy'
  try {
    const { status, headers } = await ask(
      new URL(`${publicUrl}/pki/00000000-0000-4000-8000-000000000000.crt`),
    )
    if (status === 404 && headers['x-request-id'] !== undefined)
      return ok(`${publicUrl} leads to this server`)
    return trouble('warning', `${publicUrl} is answered by something that is no Chancery (${status})`, advice)
  } catch (error) {
    const finding = `${publicUrl} can not be reached from here: ${reasonOf(error)}`
    return trouble('warning', finding, advice)
  }
}
