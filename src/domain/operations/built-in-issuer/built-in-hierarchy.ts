import type { Authority, AuthorityType } from '../../model/authority.ts'
import type { Brand } from '../../model/certificate-order.ts'
import { bareName, type DistinguishedName } from '../../model/distinguished-name.ts'
import { type CreateAuthorityCommand, createAuthority } from '../authority/create-authority.ts'
import { createAgency } from '../revocation/agencies.ts'
import type { RevocationListRequest } from '../revocation/revocation-list-settings.ts'
import { switchStatusResponder } from '../revocation/switch-status-responder.ts'
import type { Call } from '../world.ts'
import type { BuiltInCall } from './built-in-call.ts'

const listDays = 7
const rootYears = 30
const intermediateYears = 20
const keyAlgorithm = 'EC384'
const signatureHash = 'SHA384'

/**
 * The CA that issues a brand's certificates: one intermediate for each brand below one root, each made when it is first
 * needed (api-answers A20). What was left unfinished is found and gone on with.
 */
export async function presentIntermediate(call: BuiltInCall, brand: Brand): Promise<Authority> {
  const commonName = `Chancery ${brand} CA`
  return await presentChosen(call, { type: 'SUBORDINATE', commonName }, async () => {
    const root = await presentRoot(call)
    return {
      kind: 'active-subordinate',
      subject: nameOf(commonName),
      keyAlgorithm,
      signatureHash,
      issuerId: root.id,
      validity: { unit: 'YEAR', value: intermediateYears },
      pathLength: 0,
      keyUsages: ['digitalSignature', 'keyCertSign', 'cRLSign'],
    }
  })
}

const rootSought = { type: 'ROOT', commonName: 'Chancery Root CA' } as const

/** What everybody has to trust; undefined while nothing was ever ordered. */
export const findRoot = (call: BuiltInCall): Promise<Authority | undefined> => findChosen(call, rootSought)

const presentRoot = (call: BuiltInCall): Promise<Authority> =>
  presentChosen(call, rootSought, () => ({
    kind: 'root',
    // clients find an issuer by its name: no other installation's root has this one
    subject: {
      ...nameOf(rootSought.commonName),
      organizationalUnit: `Installation ${call.random.identifier()}`,
    },
    keyAlgorithm,
    signatureHash,
    validity: { unit: 'YEAR', value: rootYears },
  }))

interface Sought {
  readonly type: AuthorityType
  readonly commonName: string
}

type Made = Omit<Extract<CreateAuthorityCommand, { kind: 'root' | 'active-subordinate' }>, 'revocationList'>

/** Nodes that make one at the same time agree on the first that was chosen; the other one issues nothing. */
async function presentChosen(
  call: BuiltInCall,
  sought: Sought,
  command: () => Made | Promise<Made>,
): Promise<Authority> {
  const chosen = await findChosen(call, sought)
  if (chosen) return chosen
  if (!(await findMade(call, sought))) await create(call, await command())
  const made = await findMade(call, sought)
  if (!made) throw new Error(`${sought.commonName} was made and is not there`)
  await switchStatusResponder(call as Call, { id: made.id, isOn: true })
  await choose(call, sought, made)
  return (await findChosen(call, sought)) ?? made
}

const chosenUnder = ({ commonName }: Sought) => `built-in/${commonName}`

async function choose({ write }: BuiltInCall, sought: Sought, made: Authority): Promise<void> {
  await write(async ({ installation }, tell) => {
    tell({ kind: 'authority', id: made.id, after: made })
    if (await installation.findValue(chosenUnder(sought))) return
    await installation.setValue(chosenUnder(sought), new TextEncoder().encode(made.id))
  })
}

const findChosen = ({ read }: BuiltInCall, sought: Sought): Promise<Authority | undefined> =>
  read(async ({ installation, authorities }) => {
    const id = await installation.findValue(chosenUnder(sought))
    return id && (await authorities.find(new TextDecoder().decode(id)))
  })

async function findMade(call: BuiltInCall, { type, commonName }: Sought): Promise<Authority | undefined> {
  const page = { sortKey: 'create_time', direction: 'ascending', limit: 100, offset: 0 } as const
  const { items } = await call.read(({ authorities }) =>
    authorities.list({ type, name: commonName, status: 'ACTIVED' }, page, call.clock.now()),
  )
  return items.find(({ subject }) => subject.commonName === commonName)
}

async function create(call: BuiltInCall, command: Made): Promise<void> {
  const revocationList = await findPlaceForLists(call as Call)
  await createAuthority(
    call as Call,
    {
      ...command,
      ...(revocationList && { revocationList }),
    } as CreateAuthorityCommand,
  )
}

/** The first bucket that there is; none on an object store that has none: then only OCSP tells. */
async function findPlaceForLists(call: Call): Promise<RevocationListRequest | undefined> {
  const { id } = call.caller.account
  await call.buckets.prepare(id)
  await createAgency(call)
  const [bucket] = await call.buckets.list(id)
  return bucket && { bucket: bucket.name, validDays: listDays }
}

const nameOf = (commonName: string): DistinguishedName => ({
  ...bareName(commonName),
  organization: 'Chancery',
})
