import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { done, ok, showAuthority } from './support.ts'
import { nouns, startTagServer, tagCalls } from './tagged.ts'

const server = await startTagServer()
after(() => server.close())
const { api } = server

/** The provider's own requests, as it writes them (client contract 3.3, 3.4): nothing is left out, nothing tidied. */
for (const noun of nouns) {
  suite(`Terraform and the tags of a ${noun.name}`, () => {
    test('create, update and read as the resource does', async () => {
      const id = await noun.make(server)
      const path = `${noun.root}/${id}/tags`
      const made = await api(
        'POST',
        `${path}/create`,
        '{"tags":[{"key":"foo","value":"bar"},{"key":"k","value":""}]}\n',
      )
      done(made)
      assert.deepEqual(ok(await api('GET', path)), {
        tags: [
          { key: 'foo', value: 'bar' },
          { key: 'k', value: '' },
        ],
      })
      // an update removes all the old ones, with their values, and sets all the new ones
      done(
        await api(
          'DELETE',
          `${path}/delete`,
          '{"tags":[{"key":"foo","value":"bar"},{"key":"k","value":""}]}\n',
        ),
      )
      assert.deepEqual(ok(await api('GET', path)), { tags: [] })
      done(await api('POST', `${path}/create`, '{"tags":[{"key":"foo","value":"baz"}]}\n'))
      assert.deepEqual(ok(await api('GET', path)), { tags: [{ key: 'foo', value: 'baz' }] })
    })

    test('the data source by tags: one request with limit 50, details are an object', async () => {
      const id = await noun.make(server, 'Found By Terraform')
      done(await tagCalls(api, noun).set(id, { key: 'tf', value: 'yes' }))
      const body = {
        tags: [{ key: 'tf', values: ['yes'] }],
        matches: [{ key: 'resource_name', value: 'Found By' }],
        limit: 50,
      }
      const answer = await api('POST', `${noun.root}/resource-instances/filter`, body)
      const { total_count, resources } = ok(answer)
      assert.equal(total_count, 1)
      assert.equal(resources[0].resource_id, id)
      assert.equal(typeof resources[0].resource_detail, 'object')
      assert.match(answer.headers.get('content-type') ?? '', /^application\/json/)
      const none = { tags: [{ key: 'tf', values: ['no'] }], matches: [], limit: 50 }
      assert.deepEqual(ok(await api('POST', `${noun.root}/resource-instances/filter`, none)), {
        total_count: 0,
        resources: [],
      })
    })

    test('the data source of tags', async () => {
      const id = await noun.make(server)
      assert.deepEqual(ok(await api('GET', `${noun.root}/${id}/tags`)), { tags: [] })
      const { tags } = ok(await api('GET', `${noun.root}/tags`))
      assert.deepEqual(
        tags.find(({ key }: { key: string }) => key === 'tf'),
        { key: 'tf', values: ['yes'] },
      )
    })
  })
}

test('a CA with tags is read as Terraform reads it, and its tags outlive a plan of its end', async () => {
  const [noun] = nouns
  if (!noun) throw new Error('no noun')
  const id = await noun.make(server)
  done(await tagCalls(api, noun).set(id, { key: 'foo', value: 'bar' }))
  done(await api('POST', `${noun.root}/${id}/disable`))
  done(await api('DELETE', `${noun.root}/${id}?pending_days=7`))
  assert.equal((await showAuthority(server, id)).status, 'DELETED')
  assert.deepEqual(ok(await api('GET', `${noun.root}/${id}/tags`)).tags, [{ key: 'foo', value: 'bar' }])
})
