import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { KeyStore } from '../../src/domain/ports/key-store.ts'
import type { Open } from './opened.ts'
import { newId, octets, ours } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

const key = octets(1)

export function doorsSuite(name: string, open: Open): void {
  suite(`doors on ${name}`, open, (stage) => {
    writeTests(stage)
    failureTests(stage)
    readTests(stage)
  })
  closingSuite(name, open)
}

const isKept = async ({ opened }: Stage, id: string) =>
  (await opened.query(`select id from sealed_key where id = '${id}'`)).length === 1

function writeTests(stage: Stage): void {
  test('nobody is answered before another program can see what was written', async () => {
    const writes = Array.from({ length: 50 }, async () => {
      const id = newId()
      const answer = await stage.database.write(ours, async ({ keys }) => {
        await keys.add(id, key)
        return id
      })
      assert.equal(answer, id)
      assert.ok(await isKept(stage, id))
    })
    await Promise.all(writes)
  })

  test('a write sees what it wrote itself', async () => {
    const id = newId()
    const found = await stage.database.write(ours, async ({ keys }) => {
      await keys.add(id, key)
      return await keys.find(id)
    })
    assert.deepEqual(found, key)
  })
}

function failureTests(stage: Stage): void {
  test('a write that fails takes nothing of the others with it', async () => {
    const ids = Array.from({ length: 20 }, () => newId())
    const isRefused = (index: number) => index % 3 === 0
    const writes = ids.map((id, index) =>
      stage.database.write(ours, async ({ keys }) => {
        await keys.add(id, key)
        if (isRefused(index)) throw new Error('refused')
      }),
    )
    for (const [index, { status }] of (await Promise.allSettled(writes)).entries()) {
      assert.equal(status, isRefused(index) ? 'rejected' : 'fulfilled')
      assert.equal(await isKept(stage, ids[index] ?? ''), !isRefused(index))
    }
  })

  test('a write that throws at once is refused', async () => {
    const thrown = stage.database.write(ours, () => {
      throw new Error('at once')
    })
    await assert.rejects(thrown, /at once/)
  })

  test('a write is refused when a statement failed, also if its work goes on', async () => {
    const [id, other] = [newId(), newId()]
    await stage.database.write(ours, ({ keys }) => keys.add(id, key))
    const stubborn = stage.database.write(ours, async ({ keys }) => {
      await keys.add(other, key)
      await keys.add(id, key).catch(() => undefined)
    })
    await assert.rejects(stubborn)
    assert.equal(await isKept(stage, other), false)
  })

  test('a store can’t be used after its work ended', async () => {
    const id = newId()
    let kept: KeyStore | undefined
    await stage.database.write(ours, async ({ keys }) => {
      kept = keys
    })
    await assert.rejects(async () => kept?.add(id, key), /after its work had ended/)
    assert.equal(await isKept(stage, id), false)
  })

  test('what a failed work left running does not reach the next write', async () => {
    const strays = Array.from({ length: 5 }, () => newId())
    const failed = stage.database.write(ours, async ({ keys }) => {
      await Promise.all([
        Promise.reject(new Error('early')),
        ...strays.map(async (id) => {
          await keys.find(id)
          await keys.find(id)
          await keys.add(id, key)
        }),
      ])
    })
    const neighbours = Array.from({ length: 5 }, () =>
      stage.database.write(ours, ({ keys }) => keys.add(newId(), key)),
    )
    await assert.rejects(failed, /early/)
    await Promise.all(neighbours)
    for (const id of strays) assert.equal(await isKept(stage, id), false)
  })
}

function readTests(stage: Stage): void {
  const find = (door: 'read' | 'search', id: string) =>
    stage.database[door](ours, ({ keys }) => keys.find(id))

  for (const door of ['read', 'search'] as const) {
    test(`a ${door} sees everything that was acknowledged`, async () => {
      for (let count = 0; count < 20; count += 1) {
        const id = newId()
        await stage.database.write(ours, ({ keys }) => keys.add(id, key))
        assert.deepEqual(await find(door, id), key)
      }
    })

    test(`a ${door} never waits for a writer, and sees nothing of what it has not committed`, async () => {
      const id = newId()
      const written = stage.database.write(ours, async ({ keys }) => {
        await keys.add(id, key)
        assert.equal(await find(door, id), undefined)
      })
      await written
      assert.deepEqual(await find(door, id), key)
    })

    test(`a ${door} can’t write`, async () => {
      const id = newId()
      const smuggled = stage.database[door](ours, ({ keys }) => (keys as KeyStore).add(id, key))
      await assert.rejects(smuggled)
      assert.equal(await isKept(stage, id), false)
    })
  }

  test('a read sees one snapshot, whatever is written meanwhile', async () => {
    const [one, two] = [newId(), newId()]
    await stage.database.read(ours, async ({ keys }) => {
      assert.equal(await keys.find(one), undefined)
      await stage.database.write(ours, (stores) => stores.keys.add(two, key))
      assert.equal(await keys.find(two), undefined)
    })
    assert.deepEqual(await find('read', two), key)
  })

  test('more reads at once than there are connections are all answered', async () => {
    const id = newId()
    await stage.database.write(ours, ({ keys }) => keys.add(id, key))
    const found = await Promise.all(Array.from({ length: 100 }, () => find('read', id)))
    assert.ok(found.every((each) => each !== undefined))
  })
}

function closingSuite(name: string, open: Open): void {
  test(`closing on ${name} finishes what is queued and refuses what comes later`, async () => {
    const opened = await open()
    const { database } = opened
    const searched = database.search(ours, ({ keys }) => keys.find(newId()))
    const writes = Array.from({ length: 250 }, () =>
      database.write(ours, ({ keys }) => keys.add(newId(), key)),
    )
    const read = database.read(ours, ({ keys }) => keys.find(newId()))
    const closed = opened.close()
    await assert.rejects(
      database.write(ours, ({ keys }) => keys.add(newId(), key)),
      /closed/,
    )
    await assert.rejects(
      database.read(ours, ({ keys }) => keys.find(newId())),
      /closed/,
    )
    await Promise.all([closed, searched, read, ...writes])
  })
}
