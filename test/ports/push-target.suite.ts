import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { DomainError, type ErrorCode } from '../../src/domain/model/errors.ts'
import type { PushContent, PushPlace } from '../../src/domain/model/push-place.ts'
import type { PushTarget } from '../../src/domain/ports/push-targets.ts'
import { newContent } from './push-contents.ts'
import { tried } from './tried.ts'

/** A target with nothing of ours in it. */
export interface OpenedTarget {
  readonly target: PushTarget
  readonly place: PushPlace
  /** SHA-256 of what is really there, looked at without the target; null for nothing. */
  served(): Promise<string | null>
  /** How often it was changed. */
  changes(): number
  /** Where the certificate goes away with what has it, and never before. */
  readonly keepsForEver?: true
  close(): Promise<void>
}

/** What every target must do, whatever it is. */
export function pushTargetSuite(
  name: string,
  options: { readonly skip?: string },
  open: () => Promise<OpenedTarget>,
): void {
  describe(`a push target: ${name}`, options, () => {
    let first: PushContent
    let second: PushContent
    before(async () => {
      first = await newContent()
      second = await newContent()
    })

    const targetTest = (what: string, work: (opened: OpenedTarget) => Promise<void>): void => {
      test(what, async () => {
        const opened = await open()
        try {
          await work(opened)
        } finally {
          await opened.close()
        }
      })
    }
    const pushed = async ({ target, place }: OpenedTarget, content: PushContent, pushId = 'push-1') => {
      const { resourceId } = await target.apply(place, content, pushId)
      return { ...place, resourceId }
    }

    targetTest('can be tried, and is then as it was', async (opened) => {
      const before = await opened.served()
      const { isFine, steps } = await tried(opened.target)
      assert.ok(isFine, JSON.stringify(steps))
      assert.ok(steps.length > 0)
      assert.equal(await opened.served(), before)
      assert.equal(opened.changes(), 0)
    })

    targetTest('has what was pushed, and shows it', async (opened) => {
      const { target, place } = opened
      const before = await opened.served()
      assert.equal((await target.snapshot(place)) === null, before === null)
      const at = await pushed(opened, first)
      assert.match(at.resourceId, /^[0-9a-f]{32}$/)
      assert.equal(await opened.served(), first.fingerprint)
      assert.equal((await target.look(at, first)).isSeen, true)
      const sight = await target.look(at, second)
      assert.ok(!sight.isSeen)
      assert.match(sight.reason, /./)
    })

    targetTest('is not changed by the same again', async (opened) => {
      const at = await pushed(opened, first)
      const changes = opened.changes()
      assert.ok(changes > 0)
      for (const [place, pushId] of [
        [opened.place, 'push-1'],
        [at, 'push-1'],
        [at, 'push-2'],
      ] as const) {
        const { resourceId } = await opened.target.apply(place, first, pushId)
        assert.equal(resourceId, at.resourceId)
      }
      assert.equal(opened.changes(), changes)
      assert.equal((await opened.target.look(at, first)).isSeen, true)
    })

    targetTest('gets what it had back', async (opened) => {
      const at = await pushed(opened, first)
      const snapshot = await opened.target.snapshot(at, first)
      assert.ok(snapshot)
      assert.equal((await pushed({ ...opened, place: at }, second, 'push-2')).resourceId, at.resourceId)
      assert.equal(await opened.served(), second.fingerprint)
      for (const _ of ['once', 'and once more']) {
        await opened.target.restore(at, snapshot, 'push-2')
        assert.equal(await opened.served(), first.fingerprint)
      }
      assert.equal((await opened.target.look(at, first)).isSeen, true)
      await pushed({ ...opened, place: at }, second, 'push-3')
      assert.equal(await opened.served(), second.fingerprint)
    })

    targetTest(
      'that had nothing has nothing again, be it known what the push made or not',
      async (opened) => {
        const before = await opened.served()
        for (const isKnown of [true, false]) {
          const snapshot = await opened.target.snapshot(opened.place)
          const at = await pushed(opened, first)
          for (const _ of ['once', 'and once more']) {
            await opened.target.restore(isKnown ? at : opened.place, snapshot, 'push-1')
            assert.equal(await opened.served(), before)
          }
        }
      },
    )

    targetTest('loses what is removed, and does not mind if it is gone', async (opened) => {
      const at = await pushed(opened, first)
      if (opened.keepsForEver) {
        await rejectsWith('target-refused', opened.target.remove(at))
        assert.equal(await opened.served(), first.fingerprint)
        return
      }
      for (const _ of ['once', 'and once more']) {
        await opened.target.remove(at)
        assert.equal(await opened.served(), null)
      }
      assert.equal((await opened.target.look(at, first)).isSeen, false)
      await pushed(opened, second, 'push-2')
      assert.equal(await opened.served(), second.fingerprint)
    })
  })
}

/** Refused with this code and for this reason, without a word of a key. */
export async function rejectsWith(code: ErrorCode, work: Promise<unknown>, reason = /./): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof DomainError, String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.facts.reason ?? '', reason)
    assert.doesNotMatch(error.message, /PRIVATE|BEGIN|LS0tLS1|never told/)
    return true
  })
}
