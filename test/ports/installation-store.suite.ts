import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { InstallationStore } from '../../src/domain/ports/installation-store.ts'
import type { Open } from './opened.ts'
import { anAccount, anAuthority, anAuthorityCertificate, newId, now, octets, ours } from './sample-nouns.ts'
import { type Stage, suite } from './suite.ts'

export function installationStoreSuite(name: string, open: Open): void {
  emptinessSuites(name, open)
  suite(`installation store on ${name}`, open, (stage) => {
    valueTests(stage)
    dataKeyTests(stage)
    publicAuthorityTests(stage)
  })
}

const installation = <Result>({ database }: Stage, work: (store: InstallationStore) => Promise<Result>) =>
  database.write('', (stores) => work(stores.installation))

const isEmpty = (stage: Stage) => installation(stage, (store) => store.isEmpty())

function emptinessSuites(name: string, open: Open): void {
  const firsts: Record<string, (stage: Stage) => Promise<void>> = {
    'a value': (stage) => installation(stage, (store) => store.setValue('check', octets(1))),
    'a data key': (stage) => installation(stage, (store) => store.addDataKey(1, octets(1), now)),
    'an account': ({ database }) =>
      database.write('', ({ directory }) => directory.addAccount(anAccount(), now)),
  }
  for (const [what, add] of Object.entries(firsts)) {
    suite(`an installation on ${name}`, open, (stage) => {
      test(`is empty until it has ${what}`, async () => {
        assert.equal(await isEmpty(stage), true)
        await add(stage)
        assert.equal(await isEmpty(stage), false)
      })
    })
  }

  suite(`two nodes that set up one installation on ${name}`, open, (stage) => {
    test('are not both first', async () => {
      const setUp = () =>
        installation(stage, async (store) => {
          if (!(await store.isEmpty())) return 'second'
          await sleep(50)
          await store.setValue('check', octets(1))
          return 'first'
        })
      assert.deepEqual((await Promise.all([setUp(), setUp()])).sort(), ['first', 'second'])
    })
  })
}

function valueTests(stage: Stage): void {
  test('finds a value as it was last set, and none that never was', async () => {
    await installation(stage, async (store) => {
      assert.equal(await store.findValue('name'), undefined)
      await store.setValue('name', octets(0, 255))
      assert.deepEqual(await store.findValue('name'), octets(0, 255))
      await store.setValue('name', octets())
      assert.deepEqual(await store.findValue('name'), octets())
      await store.removeValue('name')
      assert.equal(await store.findValue('name'), undefined)
      await store.removeValue('name')
    })
  })
}

function dataKeyTests(stage: Stage): void {
  test('lists data keys by id, and never replaces one', async () => {
    await installation(stage, async (store) => {
      assert.deepEqual(await store.listDataKeys(), [])
      await store.addDataKey(2, octets(2), now)
      await store.addDataKey(1, octets(1), now)
    })
    await assert.rejects(installation(stage, (store) => store.addDataKey(2, octets(9), now)))
    const keys = await installation(stage, (store) => store.listDataKeys())
    assert.deepEqual(keys, [
      { id: 1, wrapped: octets(1), nextWrapped: null },
      { id: 2, wrapped: octets(2), nextWrapped: null },
    ])
  })

  test('wraps a data key otherwise, and by the key to come', async () => {
    const rewrapped = { id: 1, wrapped: octets(3), nextWrapped: octets(4) }
    await installation(stage, (store) => store.rewrapDataKey(rewrapped))
    assert.deepEqual((await installation(stage, (store) => store.listDataKeys()))[0], rewrapped)
    await installation(stage, (store) => store.rewrapDataKey({ ...rewrapped, nextWrapped: null }))
    const [first, second] = await stage.database.read('', (stores) => stores.installation.listDataKeys())
    assert.equal(first?.nextWrapped, null)
    assert.deepEqual(second, { id: 2, wrapped: octets(2), nextWrapped: null })
  })
}

function publicAuthorityTests(stage: Stage): void {
  test('a CA’s certificate is public to all accounts', async () => {
    const certificateDer = octets(0x30, 7)
    const active = anAuthority({ certificate: anAuthorityCertificate({ certificateDer }) })
    const pending = anAuthority({ state: 'PENDING', certificate: null })
    await stage.database.write(ours, async ({ authorities }) => {
      await authorities.add(active)
      await authorities.add(pending)
    })
    await stage.database.read('', async ({ publicAuthorities }) => {
      assert.deepEqual(await publicAuthorities.findCertificateDer(active.id), certificateDer)
      assert.equal(await publicAuthorities.findCertificateDer(pending.id), undefined)
      assert.equal(await publicAuthorities.findCertificateDer(newId()), undefined)
    })
  })
}
