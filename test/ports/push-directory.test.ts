import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { PushPlace } from '../../src/domain/model/push-place.ts'
import { createDirectoryTarget } from '../../src/outbound/targets/directory/directory-target.ts'
import { certificateId, fingerprintOf, newContent, placeOf, resourceOf } from './push-contents.ts'
import { type OpenedTarget, pushTargetSuite, rejectsWith } from './push-target.suite.ts'
import { told, tried } from './tried.ts'

const account = 'a'.repeat(32)

/** With a command that writes down each time it ran, and what it would load. */
async function openDirectory(place: Partial<PushPlace> = {}, patienceMs = 5_000) {
  const folder = await mkdtemp(join(tmpdir(), 'chancery-push-'))
  const files = join(folder, 'targets', account, 'ELB', 'cn-north-4', certificateId)
  const log = join(folder, 'reloads')
  const script = join(folder, 'reload')
  const answer = (text: string) =>
    writeFileSync(script, `#!/bin/sh\necho ran >> ${log}\n${text}\n`, { mode: 0o700 })
  answer('exit 0')
  const target = createDirectoryTarget(
    'files',
    { folder: join(folder, 'targets'), reload: [script] },
    patienceMs,
  )
  const reloads = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').length - 1 : 0)
  const served = async () =>
    existsSync(files) ? fingerprintOf(await readFile(join(files, 'fullchain.pem'), 'utf8')) : null
  return {
    target,
    place: placeOf(place),
    folder,
    files,
    answer,
    served,
    reloads,
    changes: reloads,
    close: () => rm(folder, { recursive: true }),
  } satisfies OpenedTarget & Record<string, unknown>
}

pushTargetSuite('a folder', {}, openDirectory)

describe('a folder that certificates are pushed to', () => {
  test('is tried without running what loads it, and nothing is left there', async () => {
    const { target, folder, reloads, close } = await openDirectory()
    assert.deepEqual(told(await tried(target)), ['folder fine', 'reload command fine'])
    assert.equal(reloads(), 0)
    assert.deepEqual(await readdir(join(folder, 'targets')), [])
    await close()
  })

  test('that can not be written, or has no program to load it, says so without a path', async () => {
    const { target, folder, close } = await openDirectory()
    rmSync(join(folder, 'reload'))
    const words = 'reload command: the program is not there, or may not be run'
    assert.deepEqual(told(await tried(target)), ['folder fine', words])
    rmSync(join(folder, 'targets'), { recursive: true })
    writeFileSync(join(folder, 'targets'), 'no folder')
    const [step = '', ...others] = told(await tried(target))
    assert.match(step, /^folder: /)
    assert.ok(!step.includes(folder), step)
    assert.equal(others.length, 0)
    await close()
  })

  test('has the files that servers load, the key for its owner alone, and tells what they are', async () => {
    const { target, place, files, close } = await openDirectory()
    const content = await newContent()
    await target.apply(place, content, 'push-1')
    const read = (name: string) => readFileSync(join(files, name), 'utf8')
    assert.equal(read('fullchain.pem'), content.certificatePem + content.chainPem)
    assert.equal(read('chain.pem'), content.chainPem)
    assert.equal(read('privkey.pem'), content.privateKeyPem)
    assert.equal(statSync(join(files, 'privkey.pem')).mode & 0o777, 0o600)
    assert.deepEqual(JSON.parse(read('certificate.json')), {
      certificate_id: certificateId,
      name: 'shop',
      domains: content.domains,
      fingerprint: content.fingerprint,
      not_after: '2045-01-01T00:00:00.000Z',
    })
    await close()
  })

  test('changes as a whole: whoever has it open keeps the former files, and nothing is left of them after', async () => {
    const { target, place, files, close } = await openDirectory()
    await target.apply(place, await newContent(), 'push-1')
    const former = readlinkSync(files)
    await target.apply(place, await newContent(), 'push-2')
    assert.notEqual(readlinkSync(files), former)
    assert.deepEqual(await readdir(join(files, '..', `.${certificateId}`)), ['push-2'])
    await close()
  })

  for (const [what, place, ...path] of [
    ['is everywhere', { service: 'CDN', project: '' }, 'CDN', '_', certificateId],
    [
      'has a name that leads up',
      { project: '..', resource: resourceOf({ id: '../../x' }) },
      'ELB',
      '%2E.',
      '%2E.%2F..%2Fx',
    ],
    [
      'has a wildcard for a name',
      { resource: resourceOf({ domainName: '*.example.test' }) },
      'ELB',
      'cn-north-4',
      '%2A.example.test',
    ],
    ['is called like what is everywhere', { project: '_' }, 'ELB', '%5F', certificateId],
  ] as const satisfies readonly [string, Partial<PushPlace>, ...string[]][]) {
    test(`keeps what ${what} where it belongs`, async () => {
      const { target, place: at, folder, close } = await openDirectory(place)
      await target.apply(at, await newContent(), '../push')
      assert.ok(existsSync(join(folder, 'targets', account, ...path, 'fullchain.pem')))
      assert.deepEqual((await readdir(folder)).sort(), ['reload', 'reloads', 'targets'])
      assert.deepEqual(await readdir(join(folder, 'targets')), [account])
      await close()
    })
  }

  test('of names that differ are never one', async () => {
    const { target, folder, close } = await openDirectory()
    const content = await newContent()
    const long = 'x'.repeat(300)
    for (const id of [`${long}a`, `${long}b`, 'a.b', 'a%2Eb', 'A.b', 'ä']) {
      await target.apply(placeOf({ resource: resourceOf({ id }) }), content, 'push')
    }
    const entries = await readdir(join(folder, 'targets', account, 'ELB', 'cn-north-4'))
    assert.equal(entries.filter((entry) => !entry.startsWith('.')).length, 6)
    await close()
  })

  test('that the command refuses is told in its last words, and loaded by who comes after', async () => {
    const { target, place, answer, reloads, close } = await openDirectory()
    const content = await newContent()
    answer('echo "no such port" >&2; echo "nginx: [emerg] never mind" >&2; exit 3')
    const apply = () => target.apply(place, content, 'push-1')
    await rejectsWith(
      'target-refused',
      apply(),
      /^the reload command failed \(3\): nginx: \[emerg\] never mind$/,
    )
    answer('exit 0')
    await apply()
    assert.equal(reloads(), 2)
    await apply()
    assert.equal(reloads(), 2)
    await close()
  })

  test('is loaded anew when it is put back after a command that failed', async () => {
    const { target, place, answer, served, reloads, close } = await openDirectory()
    const former = await newContent()
    await target.apply(place, former, 'push-1')
    const snapshot = await target.snapshot(place)
    answer('exit 1')
    await rejectsWith('target-refused', target.apply(place, await newContent(), 'push-2'))
    answer('exit 0')
    await target.restore(place, snapshot, 'push-2')
    assert.equal(await served(), former.fingerprint)
    assert.equal(reloads(), 3)
    await close()
  })

  test('stays where what would be removed is still needed', async () => {
    const { target, place, answer, served, close } = await openDirectory()
    const content = await newContent()
    const { resourceId } = await target.apply(place, content, 'push-1')
    answer('exit 1')
    await rejectsWith('target-refused', target.remove({ ...place, resourceId }))
    assert.equal(await served(), content.fingerprint)
    await close()
  })

  test('is not waited for longer than patience lasts, and what it started ends', {
    timeout: 5_000,
  }, async () => {
    const { target, place, answer, folder, close } = await openDirectory({}, 200)
    answer(`sleep 60 & echo $! > ${join(folder, 'child')}; wait`)
    await rejectsWith(
      'target-unreachable',
      target.apply(place, await newContent(), 'push-1'),
      /within 0\.2 s/,
    )
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'))
    // a zombie until the machine's first process takes note
    const state = existsSync(`/proc/${child}/stat`) ? readFileSync(`/proc/${child}/stat`, 'utf8') : ' Z '
    assert.match(state, / Z /)
    await close()
  })

  test('is not waited for where the command left somebody behind', { timeout: 5_000 }, async () => {
    const { target, place, answer, folder, close } = await openDirectory()
    answer(`sleep 60 & echo $! > ${join(folder, 'child')}; exit 0`)
    await target.apply(place, await newContent(), 'push-1')
    process.kill(Number(readFileSync(join(folder, 'child'), 'utf8')))
    await close()
  })

  test('with a command that is not there is told as such', async () => {
    const { folder, close } = await openDirectory()
    const target = createDirectoryTarget('files', { folder, reload: [join(folder, 'nowhere')] }, 1_000)
    await rejectsWith('target-unreachable', target.apply(placeOf(), await newContent(), 'push-1'), /^ENOENT$/)
    await close()
  })

  test('tells the command nothing of ours', async () => {
    const { target, place, answer, folder, close } = await openDirectory()
    process.env['CHANCERY_TEST_SECRET'] = 'never told'
    answer(`env > ${join(folder, 'environment')}`)
    await target.apply(place, await newContent(), 'push-1')
    assert.doesNotMatch(readFileSync(join(folder, 'environment'), 'utf8'), /CHANCERY|never told/)
    await close()
  })

  test('that is not of our making is left alone', async () => {
    const { target, place, files, close } = await openDirectory()
    mkdirSync(files, { recursive: true })
    writeFileSync(join(files, 'fullchain.pem'), 'of others')
    const content = await newContent()
    for (const work of [
      () => target.snapshot(place),
      () => target.apply(place, content, 'push-1'),
      () => target.restore(place, null, 'push-1'),
      () => target.remove({ ...place, resourceId: 'a' }),
    ])
      await rejectsWith('target-refused', work(), /not of our making/)
    assert.equal(readFileSync(join(files, 'fullchain.pem'), 'utf8'), 'of others')
    await close()
  })

  test('whose key is of another is not seen', async () => {
    const { target, place, files, close } = await openDirectory()
    const content = await newContent()
    const { resourceId } = await target.apply(place, content, 'push-1')
    const key = join(files, 'privkey.pem')
    chmodSync(key, 0o600)
    writeFileSync(key, (await newContent()).privateKeyPem)
    assert.equal((await target.look({ ...place, resourceId }, content)).isSeen, false)
    rmSync(key)
    assert.equal((await target.look({ ...place, resourceId }, content)).isSeen, false)
    await close()
  })
})
