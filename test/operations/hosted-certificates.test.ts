import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Caller } from '../../src/domain/model/caller.ts'
import { everything } from '../../src/domain/model/permission/reach.ts'
import { bindOperations } from '../../src/domain/operations/index.ts'
import type { World } from '../../src/domain/operations/world.ts'
import type { Database } from '../../src/domain/ports/doors.ts'
import { startServer } from '../api/running-server.ts'
import { keyPem, type Made, make } from '../api/scm-v3/certificates.ts'
import { exported, importBody, importCertificate } from '../api/scm-v3/support.ts'

const server = await startServer()
after(() => server.close())
const { api, world, credentials } = server

/** The administrator, as operations are told of it. */
const caller: Caller = {
  requestId: 'r',
  sourceAddress: '127.0.0.1',
  account: {
    id: credentials.domain.id,
    name: credentials.domain.name,
    isEnabled: true,
    authorityQuota: null,
    certificateQuota: null,
  },
  user: {
    id: credentials.user.id,
    accountId: credentials.domain.id,
    name: credentials.user.name,
    isEnabled: true,
    isAdministrator: true,
    epoch: 0,
  },
  project: null,
  method: 'token',
  accessKeyId: null,
  sessionPolicy: null,
  endsAt: Number.POSITIVE_INFINITY,
  delegate: null,
  reach: everything,
}

const operationsOf = (changes: Partial<World>) =>
  bindOperations({ ...world, ...changes }, (error) => assert.fail(String(error))).operations

/** Imports with digits that are drawn in this order. */
const importDrawing = (made: Made, ...digits: string[]): Promise<string> => {
  const text = () => digits.shift() ?? assert.fail('one draw too many')
  return operationsOf({ random: { ...world.random, text } }).importHostedCertificate(caller, {
    name: 'drawn',
    certificatePem: made.pem,
    privateKeyPem: keyPem(made),
    allowsDuplicate: true,
    enterpriseProjectId: '0',
  })
}

test('an id that is taken is drawn again, whoever has it, and its key is sealed for the new one', async () => {
  const stranger = server.as(await server.addAccount('stranger'))
  const [theirs, ours, made] = [make(), make(), make()]
  const taken = [
    await importCertificate(stranger, importBody(theirs)),
    await importCertificate(api, importBody(ours)),
  ].map((id) => id.slice(3))
  const free = '0123456789012'
  assert.equal(await importDrawing(made, ...taken, free), `scs${free}`)
  const given = await exported(api, `scs${free}`)
  assert.deepEqual([given.certificate, given.private_key], [made.pem, keyPem(made)])
  assert.equal((await exported(stranger, `scs${taken[0]}`)).private_key, keyPem(theirs))
  assert.equal((await exported(api, `scs${taken[1]}`)).private_key, keyPem(ours))
})

test('where every draw is taken the import fails, and the quota is not used up', async () => {
  const taken = (await importCertificate(api, importBody(make()))).slice(3)
  const used = () =>
    world.database.read(credentials.domain.id, ({ quotas }) => quotas.used('HOSTED_CERTIFICATE'))
  const before = await used()
  await assert.rejects(importDrawing(make(), ...Array.from({ length: 5 }, () => taken)), {
    code: 'unexpected',
  })
  assert.equal(await used(), before)
})

test('an export that can not be recorded gives nothing out', async () => {
  const id = await importCertificate(api, importBody(make()))
  const { database } = world
  const deaf: Database = {
    read: (accountId, work) => database.read(accountId, work),
    search: (accountId, work) => database.search(accountId, work),
    write: () => Promise.reject(new Error('the disk is full')),
  }
  const { exportHostedCertificate } = operationsOf({ database: deaf })
  await assert.rejects(exportHostedCertificate(caller, { id }), /the disk is full/)
  await exported(api, id)
})
