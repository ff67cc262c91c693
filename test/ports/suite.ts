import { after, before, describe } from 'node:test'
import type { OpenDatabase } from '../../src/storage/database.ts'
import type { Open, Opened } from './opened.ts'

/** What a suite's tests work with; set before the first of them runs. */
export interface Stage {
  readonly opened: Opened
  readonly database: OpenDatabase
}

/** A group of tests with a fresh database of its own. */
export function suite(name: string, open: Open, tests: (stage: Stage) => void): void {
  describe(name, () => {
    let opened: Opened | undefined
    before(async () => {
      opened = await open()
    })
    after(() => opened?.close())
    tests({
      get opened() {
        if (!opened) throw new Error('the database is not open yet')
        return opened
      },
      get database() {
        return this.opened.database
      },
    })
  })
}
