import assert from 'node:assert/strict'

/** Waits for what the server does by itself, for 20 s at most: in these trials its clock runs. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000
  while (!(await isSo())) {
    assert.ok(Date.now() < end, 'it did not come to be')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
