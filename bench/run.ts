/** `npm run bench`: speed, measured anew, with the machine and the method. */
import { benchEngine } from './engine.ts'
import { benchHttpIssuing } from './http-issuing.ts'
import { benchPermissions } from './permissions.ts'
import { describeMachine, printTable } from './report.ts'
import { benchRevocationLists } from './revocation-lists.ts'

for (const line of describeMachine()) process.stdout.write(`${line}\n`)
printTable('Engine: one thread, 3,000 calls a round, 7 rounds in turn, median', benchEngine())
printTable('Permissions: 5,000 decisions a round, 7 rounds in turn, median', benchPermissions())
printTable(
  'HTTP: the product as a process of its own, SQLite with synchronous=FULL; the load generator is a Node process on the same cores, 64 connections, 4 s to warm up, 10 s measured',
  await benchHttpIssuing(),
)
printTable(
  'Revocation lists: made in their own thread from rows inserted by SQL; 5 rounds of each',
  await benchRevocationLists(),
)
