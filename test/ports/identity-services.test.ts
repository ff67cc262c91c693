import assert from 'node:assert/strict'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { DomainError } from '../../src/domain/model/errors.ts'
import { createAsk } from '../../src/outbound/identity/ask.ts'
import { createKeystoneService } from '../../src/outbound/identity/keystone-service.ts'
import { described, type KeystoneServer, startKeystone } from '../api/external-identity/keystone-server.ts'
import { startServer } from '../api/running-server.ts'
import { authorities, certificates, issueBody, rootBody } from '../api/samples.ts'
import { createTestClock } from '../api/test-clock.ts'

const failed = (error: unknown) => error instanceof DomainError && error.code === 'identity-store-failed'

describe('an identity service that is slow', () => {
  let keystone: KeystoneServer

  before(async () => {
    keystone = await startKeystone()
  })
  after(() => keystone.close())

  for (const behaviour of ['silent', 'stalls'] as const) {
    test(`and ${behaviour} is given up`, async () => {
      keystone.behaviour = behaviour
      const service = createKeystoneService(
        createAsk({ certificates: null, patienceMs: 50 }),
        keystone.endpoint,
      )
      await assert.rejects(service.validate('gAAAA'), failed)
    })
  }
})

describe('an identity service over TLS', () => {
  let ca: string
  let endpoint: string
  let close: () => void

  before(async () => {
    const pair = await issuePair()
    ca = pair.ca
    const http = createServer({ cert: pair.certificate, key: pair.key }, (_request, response) => {
      response.end(JSON.stringify({ token: described({ expiresAt: Date.now() + 60_000 }) }))
    })
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    endpoint = `https://127.0.0.1:${(http.address() as AddressInfo).port}`
    close = () => http.close()
  })
  after(() => close())

  test('is believed by whom its CA is set', async () => {
    const service = createKeystoneService(createAsk({ certificates: ca, patienceMs: 5_000 }), endpoint)
    assert.equal((await service.validate('gAAAA'))?.subject, 'us3r')
  })

  test('is not believed without', async () => {
    const service = createKeystoneService(createAsk({ certificates: null, patienceMs: 5_000 }), endpoint)
    await assert.rejects(service.validate('gAAAA'), failed)
  })
})

/** A certificate for this machine, of a CA of our own. */
async function issuePair() {
  const authority = await startServer({}, createTestClock(Date.now()))
  const root = (await authority.api('POST', authorities, rootBody('Identity Root'))).body.ca_id
  const ca = (await authority.api('POST', `${authorities}/${root}/export`)).body.certificate
  const issued = await authority.api('POST', certificates, {
    ...issueBody(root, 'identity.example.test'),
    subject_alternative_names: [{ type: 'IP', value: '127.0.0.1' }],
    extended_key_usage: { server_auth: true },
  })
  const path = `${certificates}/${issued.body.certificate_id}/export`
  const { body } = await authority.api('POST', path, { type: 'OTHER', is_compressed: false })
  await authority.close()
  return { ca, certificate: body.certificate, key: body.private_key }
}
