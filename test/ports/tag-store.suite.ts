import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TagFilter, TaggedKind, TagValues } from '../../src/domain/model/tag.ts'
import type { TenantStores } from '../../src/domain/ports/doors.ts'
import { glance } from '../../src/storage/tag-search/rank-tags.ts'
import type { Open } from './opened.ts'
import {
  aCertificate,
  aHostedCertificate,
  anAuthority,
  newId,
  now,
  octets,
  ours,
  subjectNamed,
  theirs,
} from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const kinds: readonly TaggedKind[] = ['authority', 'certificate', 'hosted_certificate']
const page = { limit: 50, offset: 0 }

export function tagStoreSuite(name: string, open: Open): void {
  suite(`tag store on ${name}`, open, (stage) => {
    settingTests(stage)
    findingTests(stage)
    removingTests(stage)
  })
}

const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }))
const put = (
  { database }: Stage,
  kind: TaggedKind,
  id: string,
  tags: Record<string, string>,
  accountId = ours,
) => database.write(accountId, (stores) => stores.tags.put(kind, id, tagList(tags)))
const of = ({ database }: Stage, kind: TaggedKind, id: string, accountId = ours) =>
  database.read(accountId, async (stores) =>
    (await stores.tags.of(kind, id)).map(({ key, value }) => `${key}=${value}`),
  )

/** A listed resource of a kind with a name and tags. */
async function add(
  stage: Stage,
  kind: TaggedKind,
  { name = 'x', createdAt = now, accountId = ours, tags = {} as Record<string, string> },
): Promise<string> {
  return stage.database.write(accountId, async (stores) => {
    const id = await addNoun(stores, kind, name, createdAt)
    if (Object.keys(tags).length > 0) await stores.tags.put(kind, id, tagList(tags))
    return id
  })
}

async function addNoun(stores: TenantStores, kind: TaggedKind, name: string, createdAt: number) {
  const subject = subjectNamed(name)
  if (kind === 'authority') {
    const authority = anAuthority({ subject, createdAt })
    await stores.authorities.add(authority)
    return authority.id
  }
  if (kind === 'certificate') {
    const certificate = aCertificate({ subject, createdAt })
    await stores.certificates.add(certificate, octets(1))
    return certificate.id
  }
  const hosted = aHostedCertificate({ name, createdAt })
  await stores.hostedCertificates.add(hosted)
  return hosted.id
}

function settingTests(stage: Stage): void {
  test('sets, overwrites, and keeps what is not named', async () => {
    const id = newId()
    assert.deepEqual(await of(stage, 'authority', id), [])
    await put(stage, 'authority', id, { b: '1', a: '' })
    await put(stage, 'authority', id, { b: '2', c: '值' })
    assert.deepEqual(await of(stage, 'authority', id), ['a=', 'b=2', 'c=值'])
  })

  test('keys are told apart by case and accents, and come in the order of their code points', async () => {
    const id = newId()
    await put(stage, 'certificate', id, { é: '1', e: '2', E: '3', _: '4', 中: '5', ' ': '6', 'e.': '7' })
    const keys = (await of(stage, 'certificate', id)).map((tag) => tag.split('=')[0])
    assert.deepEqual(keys, [' ', 'E', '_', 'e', 'e.', 'é', '中'])
  })

  test('the longest key and value that may be, in a script of three octets', async () => {
    const id = newId()
    const [key, value] = ['中'.repeat(128), '文'.repeat(255)]
    await put(stage, 'authority', id, { [key]: value })
    assert.deepEqual(await of(stage, 'authority', id), [`${key}=${value}`])
  })

  test('the other kind and the other account have their own under the same id', async () => {
    const id = newId()
    await put(stage, 'authority', id, { a: '1' })
    await put(stage, 'certificate', id, { a: '2' })
    await put(stage, 'authority', id, { a: '3' }, theirs)
    assert.deepEqual(await of(stage, 'authority', id), ['a=1'])
    assert.deepEqual(await of(stage, 'certificate', id), ['a=2'])
    assert.deepEqual(await of(stage, 'authority', id, theirs), ['a=3'])
    assert.deepEqual(await of(stage, 'authority', id, ''), [])
    await assert.rejects(put(stage, 'authority', id, { a: '4' }, ''))
  })

  test('every key in use comes once, with every value once, all sorted', async () => {
    const account = newId()
    for (const value of ['b', 'B', 'a', 'b', '']) {
      await put(stage, 'authority', newId(), { env: value, Zone: 'z' }, account)
    }
    await put(stage, 'certificate', newId(), { other: 'kind' }, account)
    const inUse = await stage.database.read(account, ({ tags }) => tags.inUse('authority'))
    assert.deepEqual(inUse, [
      { key: 'Zone', values: ['z'] },
      { key: 'env', values: ['', 'B', 'a', 'b'] },
    ])
  })
}

function findingTests(stage: Stage): void {
  for (const kind of kinds) {
    test(`finds ${kind}s by tags and name, of one account`, async () => {
      const account = newId()
      const made = async (name: string, tags: Record<string, string>, accountId = account) =>
        add(stage, kind, { name, tags, accountId })
      const one = await made('Alpha 1', { env: 'prod', team: 'a' })
      const two = await made('Alpha 2', { env: 'test', team: 'a' })
      const three = await made('100%', { env: '' })
      const bare = await made('bare', {})
      await made('Alpha 1', { env: 'prod' }, newId())
      const find = async (tags: readonly TagValues[], name?: string) => {
        const { total, items } = await stage.database.read(account, (stores) =>
          stores.tags.find(kind, { tags, ...(name !== undefined && { names: [name] }) }, page),
        )
        assert.equal(total, items.length)
        return items.map(({ id }) => id)
      }
      assert.deepEqual(await find([]), [bare, three, two, one])
      assert.deepEqual(await find([{ key: 'env', values: [] }]), [three, two, one])
      assert.deepEqual(await find([{ key: 'env', values: ['prod', 'test'] }]), [two, one])
      assert.deepEqual(await find([{ key: 'env', values: [''] }]), [three])
      const both = [
        { key: 'env', values: ['prod', ''] },
        { key: 'team', values: ['a', 'b'] },
      ]
      assert.deepEqual(await find(both), [one])
      assert.deepEqual(await find([{ key: 'ENV', values: [] }]), [])
      assert.deepEqual(await find([], 'ALPHA'), [two, one])
      assert.deepEqual(await find([], '%'), [three])
      assert.deepEqual(await find([{ key: 'env', values: ['test'] }], 'alpha'), [two])
    })

    test(`finds ${kind}s by what they lack and by one of several tags`, async () => {
      const account = newId()
      const made = (name: string, tags: Record<string, string>) =>
        add(stage, kind, { name, tags, accountId: account })
      const both = await made('Both a', { env: 'prod', team: 'a' })
      const test_ = await made('Test a', { env: 'test' })
      const team = await made('Team', { team: 'a' })
      const bare = await made('Bare', {})
      await put(stage, kind, bare, { env: 'prod' }, newId())
      const env = { key: 'env', values: ['prod', 'stage'] }
      const anyTeam = { key: 'team', values: [] }
      for (const [filter, expected] of [
        [{ anyTags: [env] }, [both]],
        [{ anyTags: [env, anyTeam] }, [team, both]],
        [{ notTags: [env] }, [bare, team, test_]],
        [{ notTags: [env, anyTeam] }, [bare, team, test_]],
        [{ notTags: [{ key: 'env', values: [] }, anyTeam] }, [bare, team, test_]],
        [{ notAnyTags: [env, anyTeam] }, [bare, test_]],
        [{ isUntagged: true }, [bare]],
        [{ isUntagged: true, names: ['a', 'R'] }, [bare]],
        [{ names: ['a', 'test'] }, [test_]],
        [{ tags: [{ key: 'env', values: [] }], notTags: [anyTeam] }, [test_]],
        [{ tags: [env], anyTags: [anyTeam], notAnyTags: [{ key: 'env', values: ['test'] }] }, [both]],
        [{ anyTags: [], notTags: [], notAnyTags: [], names: [] }, [bare, team, test_, both]],
      ] as const satisfies [Partial<TagFilter>, string[]][]) {
        const { total, items } = await stage.database.read(account, (stores) =>
          stores.tags.find(kind, { tags: [], ...filter }, page),
        )
        assert.deepEqual(
          [total, items.map(({ id }) => id)],
          [expected.length, expected],
          JSON.stringify(filter),
        )
      }
    })

    test(`pages through ${kind}s made at the same time, each with all its tags`, async () => {
      const account = newId()
      const ids: string[] = []
      for (let index = 0; index < 5; index++) {
        const tags = { b: String(index), a: '' }
        ids.unshift(
          await add(stage, kind, { createdAt: now + Math.floor(index / 2), accountId: account, tags }),
        )
      }
      const filter = { tags: [{ key: 'a', values: [] }] }
      const found: string[] = []
      for (let offset = 0; offset < 7; offset += 2) {
        const { total, items } = await stage.database.read(account, ({ tags }) =>
          tags.find(kind, filter, { limit: 2, offset }),
        )
        assert.equal(total, 5)
        for (const { id, tags } of items) {
          assert.deepEqual(
            tags.map(({ key }) => key),
            ['a', 'b'],
          )
          found.push(id)
        }
      }
      assert.deepEqual(found, ids)
      const counted = await stage.database.read(account, ({ tags }) =>
        tags.find(kind, filter, { limit: 0, offset: 0 }),
      )
      assert.deepEqual(counted, { total: 5, items: [] })
    })
  }

  test('what another account put on an id of ours is no tag of ours', async () => {
    const [account, other] = [newId(), newId()]
    const id = await add(stage, 'authority', { accountId: account, tags: { own: '1' } })
    await put(stage, 'authority', id, { foreign: '1' }, other)
    const find = (key: string) =>
      stage.database.read(account, ({ tags }) =>
        tags.find('authority', { tags: [{ key, values: ['1'] }] }, page),
      )
    assert.deepEqual(await find('foreign'), { total: 0, items: [] })
    assert.deepEqual((await find('own')).items, [{ id, tags: [{ key: 'own', value: '1' }] }])
  })

  test('tags that more than a glance holds, alone, together, and beside a rare one', async () => {
    const account = newId()
    const all = Array.from({ length: glance + 5 }, (_, place) =>
      aCertificate({ createdAt: now + (place >> 1) }),
    )
    await stage.database.write(account, async ({ certificates, tags }) => {
      for (const [place, { id }] of all.entries()) {
        await certificates.add(all[place] as (typeof all)[number], octets(1))
        const rare = place % 400 === 0 ? { rare: 'x' } : {}
        await tags.put('certificate', id, tagList({ env: 'prod', half: String(place % 2), ...rare }))
      }
    })
    const youngest = (chosen: (place: number) => boolean) => all.filter((_, place) => chosen(place)).reverse()
    const env = { key: 'env', values: ['test', 'prod'] }
    for (const [tags, chosen] of [
      [[env], () => true],
      [[env, { key: 'half', values: [] }], () => true],
      [[env, { key: 'half', values: ['1'] }], (place) => place % 2 === 1],
      [[env, { key: 'half', values: ['0'] }, { key: 'rare', values: [] }], (place) => place % 400 === 0],
      [[env, env, { key: 'none', values: [] }], () => false],
    ] as const satisfies [TagValues[], (place: number) => boolean][]) {
      const expected = youngest(chosen).map(({ id }) => id)
      for (const offset of [0, 1, 498, 5000]) {
        const { total, items } = await stage.database.read(account, (stores) =>
          stores.tags.find('certificate', { tags }, { limit: 7, offset }),
        )
        assert.equal(total, expected.length)
        assert.deepEqual(
          items.map(({ id }) => id),
          expected.slice(offset, offset + 7),
        )
      }
    }
  })

  test('a CA that no list shows is not found', async () => {
    const account = newId()
    const kept = anAuthority({ type: 'SUBORDINATE', generationMode: 'CSR' })
    await stage.database.write(account, async ({ authorities, tags }) => {
      await authorities.add(kept)
      await tags.put('authority', kept.id, [{ key: 'k', value: '' }])
    })
    const found = await stage.database.read(account, ({ tags }) => tags.find('authority', { tags: [] }, page))
    assert.deepEqual(found, { total: 0, items: [] })
  })
}

function removingTests(stage: Stage): void {
  test('removes keys of one resource, or all of it; nothing elsewhere', async () => {
    const [one, other] = [newId(), newId()]
    for (const [kind, id, account] of [
      ['authority', one, ours],
      ['authority', other, ours],
      ['certificate', one, ours],
      ['authority', one, theirs],
    ] as const) {
      await put(stage, kind, id, { a: '1', b: '2', c: '3' }, account)
    }
    await stage.database.write(ours, ({ tags }) => tags.remove('authority', one, ['a', 'b', 'x']))
    assert.deepEqual(await of(stage, 'authority', one), ['c=3'])
    await stage.database.write(ours, ({ tags }) => tags.remove('authority', one, []))
    assert.deepEqual(await of(stage, 'authority', one), ['c=3'])
    await stage.database.write(ours, ({ tags }) => tags.removeAll('authority', one))
    assert.deepEqual(await of(stage, 'authority', one), [])
    const whole = ['a=1', 'b=2', 'c=3']
    assert.deepEqual(await of(stage, 'authority', other), whole)
    assert.deepEqual(await of(stage, 'certificate', one), whole)
    assert.deepEqual(await of(stage, 'authority', one, theirs), whole)
  })

  test('a write that fails leaves the tags as they were', async () => {
    const id = newId()
    await put(stage, 'authority', id, { a: '1' })
    const failed = stage.database.write(ours, async ({ tags }) => {
      await tags.put('authority', id, [{ key: 'a', value: '2' }])
      await tags.removeAll('authority', id)
      throw new Error('no')
    })
    await assert.rejects(failed)
    assert.deepEqual(await of(stage, 'authority', id), ['a=1'])
  })
}
