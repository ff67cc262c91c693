import { after } from 'node:test'
import { startPostgres } from './embedded-postgres.ts'
import { everyStoreSuite } from './every-store.suite.ts'
import { openPostgresOn } from './open-postgres.ts'
import { postgresMasterKeySuite } from './postgres-master-key.suite.ts'
import { postgresNodesSuite } from './postgres-nodes.suite.ts'
import { postgresRetriesSuite } from './postgres-retries.suite.ts'
import { postgresTrailSuite } from './postgres-trail.suite.ts'

const server = await startPostgres()
after(() => server.stop())

const open = openPostgresOn(server)
everyStoreSuite('PostgreSQL', open)
postgresRetriesSuite(open)
postgresNodesSuite(open)
postgresTrailSuite(open)
postgresMasterKeySuite(open)
