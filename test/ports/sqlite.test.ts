import { everyStoreSuite } from './every-store.suite.ts'
import { openSqlite } from './open-sqlite.ts'

everyStoreSuite('SQLite', openSqlite)
