import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TenantStores } from '../../src/domain/ports/doors.ts'
import type { OpenDatabase } from '../../src/storage/database.ts'
import type { Open, Opened } from './opened.ts'
import { aDelegation, aGroup, anEnterpriseProject, aRole, aUser } from './sample-identities.ts'
import { aCertificate, anAccount, anAuthority, dayMs, newId, now, octets, ours } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

/** What only several nodes on one database can get wrong. */
export function postgresNodesSuite(open: Open): void {
  suite('two nodes on PostgreSQL', open, (stage) => {
    const nodes = twoNodes(stage)
    rowLockTests(nodes)
    identityTests(nodes)
    countTests(nodes)
    silenceTests(nodes)
    jobTests(nodes)
    feedTests(nodes)
  })
}

interface Nodes {
  readonly opened: Opened
  readonly one: OpenDatabase
  readonly two: OpenDatabase
}

function twoNodes(stage: Stage): Nodes {
  let second: OpenDatabase | undefined
  before(async () => {
    second = await stage.opened.openAnother?.()
  })
  after(() => second?.close())
  return {
    get opened() {
      return stage.opened
    },
    get one() {
      return stage.database
    },
    get two() {
      if (!second) throw new Error('the second node is not open')
      return second
    },
  }
}

async function addAuthority({ one }: Nodes): Promise<string> {
  const authority = anAuthority({ pathLength: 0 })
  await one.write(ours, ({ authorities }) => authorities.add(authority))
  return authority.id
}

function rowLockTests(nodes: Nodes): void {
  test('what a write read to change is not changed by another node meanwhile', async () => {
    const id = await addAuthority(nodes)
    const raise = (node: OpenDatabase) =>
      node.write(ours, async ({ authorities }) => {
        const found = await authorities.find(id)
        assert.ok(found)
        await authorities.replace({ ...found, pathLength: found.pathLength + 1 })
      })
    await Promise.all([nodes.one, nodes.two, nodes.one, nodes.two, nodes.one, nodes.two].map(raise))
    const found = await nodes.one.read(ours, ({ authorities }) => authorities.find(id))
    assert.equal(found?.pathLength, 6)
  })

  const rests = {
    chain: ({ authorities }: TenantStores, id: string) => authorities.chain(id),
    version: ({ authorities }: TenantStores) => authorities.version(),
  }
  for (const [name, relyOn] of Object.entries(rests)) {
    test(`a ${name} that a write rests on is not changed until the write ends`, async () => {
      const id = await addAuthority(nodes)
      const [relied, order] = [Promise.withResolvers<void>(), [] as string[]]
      const issue = nodes.one.write(ours, async (stores) => {
        await relyOn(stores, id)
        relied.resolve()
        await sleep(100)
        order.push('issued')
      })
      await relied.promise
      await nodes.two.write(ours, ({ authorities }) =>
        authorities.replace(anAuthority({ id, state: 'DISABLED' })),
      )
      order.push('disabled')
      await issue
      assert.deepEqual(order, ['issued', 'disabled'])
    })
  }

  test('two writes that wait for each other’s rows both succeed in the end', async () => {
    const ids = [await addAuthority(nodes), await addAuthority(nodes)]
    const bothHold = Promise.withResolvers<void>()
    let holding = 0
    const lockBoth = (node: OpenDatabase, order: string[]) =>
      node.write(ours, async ({ authorities }) => {
        await authorities.find(order[0] ?? '')
        holding += 1
        if (holding === 2) bothHold.resolve()
        await bothHold.promise
        await authorities.find(order[1] ?? '')
      })
    await Promise.all([lockBoth(nodes.one, ids), lockBoth(nodes.two, ids.toReversed())])
    // once more at least; again when the one that was given up takes its row before the other wakes
    assert.ok(holding > 2, 'neither was given up, so they never waited for each other')
  })
}

/** Between a look and the write that rests on it; without row locks the other node would change it meanwhile. */
function identityTests(nodes: Nodes): void {
  const accountId = newId()
  before(() =>
    nodes.one.write('', ({ directory }) => directory.addAccount(anAccount({ id: accountId }), now)),
  )
  const nouns: Readonly<Record<string, IdentityNoun>> = {
    user: {
      add: ({ users }, id) => users.add(aUser(accountId, { id }), ''),
      find: ({ users }, id) => users.find(id),
      remove: ({ users }, id) => users.remove(id),
    },
    group: {
      add: ({ groups }, id) => groups.add(aGroup({ id })),
      find: ({ groups }, id) => groups.find(id),
      remove: ({ groups }, id) => groups.remove(id),
    },
    role: {
      add: ({ roles }, id) => roles.add(aRole(accountId, { id })),
      find: ({ roles }, id) => roles.find(id),
      remove: ({ roles }, id) => roles.remove(id),
    },
    agency: {
      add: ({ delegations }, id) => delegations.add(aDelegation({ id })),
      find: ({ delegations }, id) => delegations.find(id),
      remove: ({ delegations }, id) => delegations.remove(id),
    },
  }
  for (const [noun, { add, find, remove }] of Object.entries(nouns)) {
    test(`the ${noun} that a write rests on is not deleted until the write ends, and not found after that`, async () => {
      const id = newId()
      await nodes.one.write(accountId, (stores) => add(stores, id))
      const [relied, removed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const order: string[] = []
      const give = nodes.one.write(accountId, async (stores) => {
        assert.ok(await find(stores, id))
        relied.resolve()
        await sleep(100)
        order.push('given')
      })
      await relied.promise
      const leave = nodes.two.write(accountId, async (stores) => {
        await remove(stores, id)
        order.push('deleted')
        removed.resolve()
        await sleep(100)
      })
      await removed.promise
      const looked = nodes.one.write(accountId, (stores) => find(stores, id))
      await Promise.all([give, leave])
      assert.deepEqual([await looked, order], [undefined, ['given', 'deleted']])
    })
  }

  test('two nodes that count do not both take the last place', async () => {
    const most = 3
    const addOne = (node: OpenDatabase) =>
      node.write(accountId, async ({ enterpriseProjects }) => {
        if ((await enterpriseProjects.count()) < most) await enterpriseProjects.add(anEnterpriseProject())
      })
    await Promise.all(Array.from({ length: 12 }, (_, turn) => addOne(turn % 2 === 0 ? nodes.one : nodes.two)))
    const counted = await nodes.two.read(accountId, ({ enterpriseProjects }) => enterpriseProjects.count())
    assert.equal(counted, most)
  })
}

interface IdentityNoun {
  readonly add: (stores: TenantStores, id: string) => Promise<void>
  readonly find: (stores: TenantStores, id: string) => Promise<unknown>
  readonly remove: (stores: TenantStores, id: string) => Promise<void>
}

function countTests(nodes: Nodes): void {
  const page = { offset: 0, limit: 1, sortKey: 'create_time', direction: 'ascending' } as const
  const statuses = [undefined, 'ISSUED', 'REVOKED', 'EXPIRED'] as const

  test('totals stay exact while both nodes add, revoke, release and remove in one account', async () => {
    const accountId = newId()
    const change = async (node: OpenDatabase, turn: number) => {
      const certificate = aCertificate({ notAfter: now + (turn % 3) * dayMs })
      const write = (work: (stores: TenantStores) => Promise<void>) => node.write(accountId, work)
      await write(({ certificates }) => certificates.add(certificate, octets(1)))
      if (turn % 2 === 0) return
      const revocation = { revokedAt: now, reason: 'CERTIFICATE_HOLD' } as const
      await write(({ certificates }) => certificates.setRevocation(certificate.id, revocation))
      if (turn % 4 === 1) await write(({ certificates }) => certificates.setRevocation(certificate.id, null))
      if (turn % 5 === 0) await write(({ certificates }) => certificates.remove(certificate.id))
    }
    const turns = Array.from({ length: 40 }, (_, turn) => turn)
    await Promise.all(turns.flatMap((turn) => [change(nodes.one, turn), change(nodes.two, turn)]))
    const totals = await Promise.all(
      statuses.map((status) =>
        nodes.two.search(accountId, ({ certificates }) =>
          certificates.list({ ...(status && { status }) }, page, now),
        ),
      ),
    )
    const left = turns.filter((turn) => turn % 2 === 0 || turn % 5 !== 0)
    const revoked = left.filter((turn) => turn % 4 === 3)
    const expired = left.filter((turn) => turn % 3 === 0 && turn % 4 !== 3)
    const expected = [
      left.length,
      left.length - revoked.length - expired.length,
      revoked.length,
      expired.length,
    ]
    assert.deepEqual(
      totals.map(({ total }) => total),
      expected.map((count) => 2 * count),
    )
  })

  test('one certificate that both nodes revoke and release at once is counted once', async () => {
    const [accountId, certificate] = [newId(), aCertificate()]
    await nodes.one.write(accountId, ({ certificates }) => certificates.add(certificate, octets(1)))
    const set = (node: OpenDatabase, turn: number) =>
      node.write(accountId, ({ certificates }) =>
        certificates.setRevocation(
          certificate.id,
          turn % 2 === 0 ? { revokedAt: now, reason: 'CERTIFICATE_HOLD' } : null,
        ),
      )
    const turns = Array.from({ length: 19 }, (_, turn) => turn)
    await Promise.all(turns.flatMap((turn) => [set(nodes.one, turn), set(nodes.two, turn)]))
    const read = (sql: string) => nodes.opened.query(`${sql} where account_id = '${accountId}'`)
    const [state] = await read('select count(revoked_at)::int as revoked from certificate')
    const counts = await read('select is_revoked::int as revoked, count::int as count from certificate_count')
    assert.equal(counts.find(({ revoked }) => revoked === 1)?.['count'], state?.['revoked'])
    assert.equal(counts.find(({ revoked }) => revoked === 0)?.['count'], 1 - Number(state?.['revoked']))
  })

  test('certificates of many days, added by both nodes in opposite orders, wait for each other once', async () => {
    const accountId = newId()
    let runs = 0
    const add = (node: OpenDatabase, days: readonly number[]) =>
      node.write(accountId, async ({ certificates }) => {
        runs += 1
        for (const day of days) {
          await certificates.add(aCertificate({ id: newId(), notAfter: now + day * dayMs }), octets(1))
        }
      })
    const days = Array.from({ length: 20 }, (_, day) => day)
    const rounds = Array.from({ length: 10 })
    await Promise.all(rounds.flatMap(() => [add(nodes.one, days), add(nodes.two, days.toReversed())]))
    assert.equal(runs, 20)
    const { total } = await nodes.one.search(accountId, ({ certificates }) =>
      certificates.list({}, page, now),
    )
    assert.equal(total, 400)
  })
}

function silenceTests(nodes: Nodes): void {
  test('a connection that breaks in the middle of a write fails that write, and nothing else', async () => {
    const id = await addAuthority(nodes)
    const broken = nodes.one.write(ours, async ({ authorities }) => {
      await authorities.find(id)
      await nodes.opened.query(
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity
         where datname = current_database() and state = 'idle in transaction'`,
      )
      await authorities.replace(anAuthority({ id, pathLength: 3 }))
    })
    await assert.rejects(broken)
    const found = await nodes.one.write(ours, ({ authorities }) => authorities.find(id))
    assert.equal(found?.pathLength, 0)
  })

  test('a node that falls silent in the middle of a write holds up the others for seconds, and lives on', async () => {
    const id = await addAuthority(nodes)
    const [locked, waited] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const silent = nodes.one.write(ours, async ({ authorities }) => {
      await authorities.find(id)
      locked.resolve()
      await waited.promise
      await authorities.find(id)
    })
    await locked.promise
    await nodes.two.write(ours, ({ authorities }) => authorities.replace(anAuthority({ id, pathLength: 5 })))
    waited.resolve()
    await assert.rejects(silent)
    const found = await nodes.one.write(ours, ({ authorities }) => authorities.find(id))
    assert.equal(found?.pathLength, 5)
  })
}

function jobTests(nodes: Nodes): void {
  test('a node does not wait for a job that another is taking, but takes the next', async () => {
    const take = (node: OpenDatabase, afterwards: () => Promise<unknown>) =>
      node.write('', async ({ jobs }) => {
        const job = await jobs.take(['kind'], 'owner', now, now + 100)
        await afterwards()
        return job?.subject
      })
    await nodes.one.write('', async ({ jobs }) => {
      await jobs.enqueue('kind', 'first', now - 1)
      await jobs.enqueue('kind', 'second', now)
    })
    let second: string | undefined
    const first = await take(nodes.one, async () => {
      second = await take(nodes.two, () => Promise.resolve())
    })
    assert.deepEqual([first, second], ['first', 'second'])
  })
}

function feedTests(nodes: Nodes): void {
  const version = (account: string) => nodes.two.changes.version(account, 'authorities')
  const change = (account: string) =>
    nodes.one.write(account, ({ authorities }) => authorities.add(anAuthority()))

  /** Waits for a notification; the suite's clock stands still, so nothing else can bring the news. */
  async function hears(account: string, expected: number): Promise<void> {
    for (let tries = 0; (await version(account)) !== expected && tries < 200; tries += 1) await sleep(10)
    assert.equal(await version(account), expected)
  }

  test('a node hears of another’s change', async () => {
    const account = newId()
    assert.equal(await version(account), 0)
    await change(account)
    await hears(account, 1)
  })

  const listeners = `from pg_stat_activity where datname = current_database() and query ilike 'listen %'`

  /** A node may learn late that its connection broke; it tries again whenever it reads the table. */
  async function listensAgain(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      nodes.opened.clock.time += 2000
      await version(newId())
      if ((await nodes.opened.query(`select pid ${listeners}`)).length > 0) return
      await sleep(10)
    }
    assert.fail('the node does not listen')
  }

  test('a node that hears nothing reads the table after 2 s, and then listens again', async () => {
    const account = newId()
    assert.equal(await version(account), 0)
    await nodes.opened.query(`select pg_terminate_backend(pid, 5000) ${listeners}`)
    await change(account)
    nodes.opened.clock.time += 1999
    assert.equal(await version(account), 0)
    nodes.opened.clock.time += 1
    assert.equal(await version(account), 1)
    await listensAgain()
    assert.equal(await version(account), 1)
    await change(account)
    await hears(account, 2)
  })

  test('a clock that was set back makes no knowledge fresh', async () => {
    const account = newId()
    assert.equal(await version(account), 0)
    await nodes.opened.query(`insert into change values ('${account}', 'authorities', 7)`)
    assert.equal(await version(account), 0)
    nodes.opened.clock.time -= 60_000
    assert.equal(await version(account), 7)
  })
}
