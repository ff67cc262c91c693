import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { PrivateCertificate } from '../../src/domain/model/private-certificate.ts'
import { checkCertificateList } from './certificate-list-oracle.ts'
import { openSqlite } from './open-sqlite.ts'
import { addCertificates } from './random-certificates.ts'
import { aCertificate, ours, subjectNamed } from './sample-nouns.ts'

const page = { offset: 0, limit: 9, sortKey: 'create_time', direction: 'ascending' } as const
const named = (name: string) => aCertificate({ subject: subjectNamed(name) })

/** A database with so many certificates, of which every tenth was removed after it came into the index of names. */
async function openThinned(t: TestContext) {
  const opened = await openSqlite({ mostSorted: 100 })
  t.after(() => opened.close())
  const all = Array.from({ length: 1001 }, (_, place) =>
    named(`${place % 10 ? 'stays' : 'leaves'}-${place}.test`),
  )
  await addCertificates(opened.database, ours, all)
  const left = all.filter((_, place) => place % 10 > 0)
  await opened.database.write(ours, async ({ certificates }) => {
    for (const { id } of all.filter((certificate) => !left.includes(certificate)))
      await certificates.remove(id)
  })
  const inIndex = async (trigram: string) =>
    (await opened.query(`select 1 from certificate_name where certificate_name match '"${trigram}"'`)).length
  const check = async (expected: readonly PrivateCertificate[]) => {
    for (const name of ['stays', 's-99', 'leaves', 'r-1', 'late']) {
      await checkCertificateList(opened, expected, { name }, page)
    }
  }
  return { opened, left, inIndex, check }
}

test('names come into the index in batches and leave it one by one', async (t) => {
  const { inIndex, left, check } = await openThinned(t)
  assert.equal(await inIndex('sta'), 900)
  assert.equal(await inIndex('eav'), 0)
  await check(left)
})

test('a VACUUM leaves the index pointing to the same certificates', async (t) => {
  const { opened, left, check } = await openThinned(t)
  await opened.query('vacuum')
  await check(left)
  const late = [named('late-1.test'), named('late-2.test')]
  await addCertificates(opened.database, ours, late)
  await check([...left, ...late])
})
