import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { ok } from '../api/pca-v1/support.ts'
import { createPolicy, createSubject } from '../api/permissions/subjects.ts'
import { startScene } from '../api/scm-v3/order-scene.ts'
import { onlyTarget, ScriptedTarget } from '../api/scm-v3/scripted-target.ts'
import { hosted, show } from '../api/scm-v3/support.ts'
import { speak } from './command-line.ts'

const scene = await startScene({}, { outside: { pushTargets: onlyTarget(new ScriptedTarget()) } })
const { api, issue, clock, base, credentials } = scene
const administrator = { accessKey: credentials.access_key, secretKey: credentials.secret_key }

const say = (words: readonly string[], { accessKey, secretKey } = administrator) =>
  speak(words, {
    now: () => clock.now(),
    environment: {
      CHANCERY_ENDPOINT: base,
      CHANCERY_ACCESS_KEY: accessKey,
      CHANCERY_SECRET_KEY: secretKey,
    },
  })

async function deployed(domain: string): Promise<string> {
  const id = await issue({}, { domain })
  const { code, stderr } = await say(['certificate', 'push', id, 'ELB', 'known'])
  assert.equal(code, 0, stderr)
  return id
}

suite('what is still deployed', () => {
  test('is counted in the details', async () => {
    const id = await issue({}, { domain: 'counted.test' })
    assert.equal((await show(api, id)).deployed_count, 0)
    await say(['certificate', 'push', id, 'ELB', 'known'])
    await say(['certificate', 'push', id, 'ELB', 'known'])
    await say(['certificate', 'push', id, 'CDN'])
    assert.equal((await show(api, id)).deployed_count, 2)
    assert.match((await say(['certificate', 'show', id])).stdout, /deployed at\s+2 places/)
    const [, place] = ok(
      await api('POST', '/v3/scm/deployed-resources', { certificate_ids: [id], service_names: ['ALL'] }),
    ).results[0].deployed_resources
    assert.ok(place)
  })

  for (const verb of ['revoke', 'unsubscribe', 'delete']) {
    test(`is said by ${verb}`, async () => {
      const id = await deployed(`${verb}.test`)
      const { code, stdout, stderr } = await say(['certificate', verb, id])
      assert.deepEqual([code, stdout], [0, ''], stderr)
      assert.match(stderr, /; still deployed: ELB in known \([0-9]{32}\)$/)
    })

    test(`is not said by ${verb} where it is nowhere`, async () => {
      const id = await issue({}, { domain: `${verb}-nowhere.test` })
      const { code, stderr } = await say(['certificate', verb, id])
      assert.equal(code, 0, stderr)
      assert.doesNotMatch(stderr, /deployed/)
    })
  }

  test('is unknown to whom may not ask, and the certificate is deleted all the same', async () => {
    const id = await deployed('unknown.test')
    const subject = await createSubject(scene.server, 'deletes-only')
    await subject.grant(await createPolicy(scene.server, 'deletes', 'Allow', 'scm:cert:delete'))
    const { code, stderr } = await say(['certificate', 'delete', id], subject.identity)
    assert.equal(code, 0, stderr)
    assert.match(stderr, /is not known: .*scm:cert:listDeployedResources/)
    assert.equal((await api('GET', `${hosted}/${id}`)).status, 404)
  })
})
