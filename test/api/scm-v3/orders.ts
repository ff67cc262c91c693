import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { bindOperations } from '../../../src/domain/operations/index.ts'
import { bindJobs } from '../../../src/domain/operations/jobs/index.ts'
import { ok } from '../pca-v1/support.ts'
import type { ApiClient, RunningServer } from '../running-server.ts'
import { hosted } from './support.ts'

/** What buys one DV certificate for one name. */
export const purchase = (changes: object = {}) => ({
  cert_brand: 'GEOTRUST',
  cert_type: 'DV_SSL_CERT',
  domain_type: 'SINGLE_DOMAIN',
  effective_time: 1,
  domain_numbers: 1,
  order_number: 1,
  agree_privacy_protection: true,
  is_auto_pay: true,
  ...changes,
})

export const application = (changes: object = {}) => ({
  domain: 'www.example.test',
  applicant_name: 'Li Lei',
  applicant_phone: '13212345678',
  applicant_email: 'li.lei@example.test',
  domain_method: 'DNS',
  key_algorithm: 'EC_P256',
  agree_privacy_protection: true,
  ...changes,
})

export const company = {
  company_name: 'Example Ltd',
  company_unit: 'IT',
  company_province: 'Sichuan',
  company_city: 'Chengdu',
  country: 'CN',
}

export async function buy(api: ApiClient, changes: object = {}): Promise<string> {
  const { cert } = ok(await api('POST', `${hosted}/buy`, purchase(changes)))
  const [one] = cert
  assert.ok(one)
  return one.cert_id
}

export const apply = (api: ApiClient, id: string, changes: object = {}) =>
  api('POST', `${hosted}/${id}/apply`, application(changes))

const orderKinds =
  /^(advance-issuance|renew-certificate|revoke-ordered|carry-out-push|mail-notice|post-notices)/

/** Has a node of the test's own do what is due, until nothing is. */
export function createWorker(server: RunningServer) {
  const failures: string[] = []
  const { authorities } = bindOperations(server.world, () => undefined)
  const node = bindJobs(server.world, authorities, {
    owner: 'worker',
    report: (error) => {
      // a clock that jumps ends the holds of whatever is under way
      const { message, stack } = error as Error
      if (!/takes too long|no longer ours/.test(message)) failures.push(stack ?? message)
    },
  })
  const settle = async () => {
    for (;;) {
      node.look()
      const due = await server.world.database.read('', ({ jobs }) => jobs.countDue(server.clock.now(), 0))
      if (!due.some(({ kind }) => orderKinds.test(kind))) break
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    assert.deepEqual(failures.splice(0), [])
  }
  return {
    settle,
    async pass(ms: number) {
      server.clock.advance(ms)
      await settle()
    },
    stop: () => node.stop(),
  }
}

/** A site on loopback that shows the files that it is told to. */
export async function startSite(host = '127.0.0.1') {
  const files = new Map<string, string>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const content = files.get(request.url ?? '')
    response.writeHead(content === undefined ? 404 : 200).end(content)
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  return { port: address.port, files, asked, close: () => server.close() }
}
