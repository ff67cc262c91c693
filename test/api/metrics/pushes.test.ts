import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ecKeys } from '../pca-v1/requests.ts'
import { done } from '../pca-v1/support.ts'
import { make } from '../scm-v3/certificates.ts'
import { hosted, importBody, importCertificate } from '../scm-v3/support.ts'
import { collect, startWatched } from './watched.ts'

const server = await startWatched()
after(() => server.close())

test('pushes are counted by service and by what became of them', async () => {
  const id = await importCertificate(server.api, importBody(make({ keys: ecKeys() })))
  const body = { target_service: 'WAF', target_project: server.credentials.project.name }
  done(await server.api('POST', `${hosted}/${id}/push`, body))
  const samples = await collect(server)
  assert.equal(samples.get('chancery_pushes_total{service="WAF",outcome="done"}'), 1)
  assert.equal(samples.get('chancery_pushes_total{service="CDN",outcome="failed"}'), 0)
  assert.equal(samples.get('chancery_push_duration_seconds_count{service="WAF"}'), 1)
})
