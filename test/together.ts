import { join } from 'node:path'
import { test } from 'node:test'

/**
 * Runs test files one after the other in this process, each as a test of its own: its hooks are its own, and what it
 * opened is closed before the next begins. The product is loaded and warm after the first; a process for each file
 * spent most of its time on that.
 */
export async function runTogether(files: readonly string[]): Promise<void> {
  for (const file of files) await test(file, () => import(join(process.cwd(), file)))
}
