/** `npm run bench:lists`: lists of 1,000,000 certificates on both engines, and what the product is like with them. */
import { openDatabase } from '../src/storage/open-database.ts'
import { type ListEngine, postgresEngine, sqliteEngine } from './list-engines.ts'
import { benchListPages } from './list-pages.ts'
import { benchSizedProduct } from './list-product.ts'
import { insertCertificates } from './many-certificates.ts'
import { startProduct } from './product.ts'
import { describeMachine, printTable } from './report.ts'

const count = Number(process.env['BENCH_CERTIFICATES'] ?? 1_000_000)
const theirs = 'b'.repeat(32)
const engines = { sqlite: sqliteEngine, postgres: postgresEngine }

for (const line of describeMachine()) process.stdout.write(`${line}\n`)
const chosen = process.argv.slice(2)
for (const [name, open] of Object.entries(engines)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  const engine = await open()
  try {
    await benchLists(engine)
  } finally {
    await engine.close()
  }
}

async function benchLists(engine: ListEngine): Promise<void> {
  const settings = { 'database-url': engine.url, 'log-level': 'error', 'rsa4096-pool-size': '0' }
  const founding = await startProduct(settings, engine.dataFolder)
  const accountId = founding.credentials.domain.id
  await founding.stop()
  await fill(engine, accountId)
  const clock = { now: () => Date.now() }
  const database = await openDatabase({ url: engine.url, dataFolder: engine.dataFolder, clock })
  const sized = `${count.toLocaleString('en')} certificates on ${engine.name}`
  const method =
    'pages of 1,000, both directions, offsets 0 to 10,000; each the best of 4, quantiles over them'
  printTable(`Lists of ${sized}: ${method}`, await benchListPages(database, accountId, engine.mostMs))
  await database.close()
  printTable(`The product with ${sized}`, await benchSizedProduct(settings, engine.dataFolder))
}

async function fill(engine: ListEngine, accountId: string): Promise<void> {
  const db = engine.connect()
  const started = performance.now()
  await insertCertificates(db, accountId, count, Date.now())
  await insertCertificates(db, theirs, Math.ceil(count / 100), Date.now())
  await engine.settle(db)
  await db.destroy()
  const seconds = Math.round((performance.now() - started) / 1000)
  process.stdout.write(`${engine.name} was filled in ${seconds} s\n`)
}
