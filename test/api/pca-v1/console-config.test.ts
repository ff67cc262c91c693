import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RunningServer, startServer } from '../running-server.ts'
import { ok, refused } from './support.ts'

let server: RunningServer
before(async () => {
  server = await startServer()
})
after(() => server.close())

const path = '/v1/pca/config/console'

test('the console is told what there is, and of no part that is not', async () => {
  assert.deepEqual(ok(await server.api('GET', path)), {
    is_support_eps: false,
    is_support_sm2: false,
    is_support_dhsm: false,
    dhsm_regions: [],
    is_support_yearly_monthly_ca: true,
    is_support_iam5: false,
    is_support_ocsp: true,
  })
})

test('it takes the right to ask', async () => {
  refused(await server.as(await server.addUser('nobody'))('GET', path), 401, 'PCA.00010004')
})
