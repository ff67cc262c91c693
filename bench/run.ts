/** `npm run bench`: speed, measured anew, with the machine and the method. */
import { benchEngine } from './engine.ts'
import { benchHttpIssuing } from './http-issuing.ts'
import { benchPermissions } from './permissions.ts'
import { describeMachine, printTable } from './report.ts'
import { benchRevocationLists } from './revocation-lists.ts'
import { benchRevocationSeen, lookMs, paceMs, revocations } from './revocation-seen.ts'
import { benchStatusAnswers } from './status-answers.ts'

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
printTable(
  `Revocations seen: ${revocations} one by one, every ${paceMs} ms, over HTTP; from the answer to each until an OCSP answer, asked for at once, says revoked, and until a list that is fetched every ${lookMs} ms has it`,
  await benchRevocationSeen(),
)
printTable(
  'OCSP answers that are kept: 1,000 certificates in turn, no nonce, 16 connections kept alive, 10 s; of one core: over the processor time of the whole process (/proc/<pid>/stat), the generator not counted',
  await benchStatusAnswers(),
)
