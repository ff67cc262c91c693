import { type HealthCheck, type Observed, type Severity, worstOf } from '../../model/health/check.ts'
import { judgeAll, type Observation } from '../../model/health/checks.ts'
import { renewalPatienceMs } from '../../model/health/order-checks.ts'
import type { HealthProbes } from '../../ports/health-probes.ts'
import { readBuiltInNames, withBuiltInName } from '../built-in-issuer/built-in-names.ts'
import { readOverview } from '../watch/read-overview.ts'
import { revocationFreshness } from '../watch/revocation-freshness.ts'
import type { World } from '../world.ts'
import { readQuotas } from './read-quotas.ts'
import { readTrail } from './read-trail.ts'

/** The installation as it stands, judged. */
export interface Health {
  readonly status: Severity
  /** In ms since the epoch. */
  readonly at: number
  readonly checks: readonly HealthCheck[]
}

/** A look that takes longer is one that failed: whoever asks is to learn of it. */
const patienceMs = 5_000

/** Looks at everything at once; what can't be looked at is told as such, and keeps nothing else back. */
export async function readHealth(world: World, probes: HealthProbes): Promise<Health> {
  const observation = await observe(world, probes)
  const at = world.clock.now()
  const checks = judgeAll(observation, at)
  return { status: worstOf(checks), at, checks }
}

type Looks = { readonly [Group in keyof Observation]: () => unknown }

async function observe(world: World, probes: HealthProbes): Promise<Observation> {
  const looks: Looks = { ...looksAtProcess(world, probes), ...looksAtDatabase(world, probes) }
  const entries = Object.entries(looks).map(async ([group, look]) => [group, await observed(probes, look)])
  return Object.fromEntries(await Promise.all(entries)) as Observation
}

const looksAtProcess = ({ buckets }: World, probes: HealthProbes) => ({
  folder: () => probes.folder(),
  masterKey: () => probes.masterKey(),
  firstCredentials: async () => ({ isThere: await probes.hasFirstCredentials() }),
  backups: () => probes.backups(),
  serverCertificate: () => probes.serverCertificate(),
  process: () => probes.process(),
  keyStock: () => probes.keyStock(),
  guessing: () => probes.guessing(),
  addresses: () => probes.addresses,
  bucketStore: () => buckets.health(),
})

function looksAtDatabase(world: World, probes: HealthProbes) {
  const { database, clock } = world
  const now = clock.now()
  const revocation = readOverview(world).then((overview) => revocationFreshness(world, overview).told)
  return {
    write: () => timedWrite(world, probes),
    database: () => probes.database(),
    jobs: () => database.search('', ({ healthOverview }) => healthOverview.listJobs(now)),
    authorities: () =>
      withNames(
        world,
        database.search('', ({ healthOverview }) => healthOverview.listAuthorityEnds(now)),
      ),
    responders: () =>
      withNames(
        world,
        database.search('', ({ healthOverview }) => healthOverview.listResponderEnds(now)),
      ),
    lists: async () => (await revocation)?.lists ?? [],
    journals: async () => (await revocation)?.journals ?? noLag,
    trail: () => readTrail(world),
    orders: () =>
      database.search('', ({ healthOverview }) => healthOverview.countOrders(now - renewalPatienceMs)),
    pushes: () =>
      database.search('', ({ healthOverview }) => healthOverview.countPushes(now - givenUpCountsMs)),
    quotas: () => readQuotas(world),
  }
}

/** By then the former certificate has ended, and its own notices were sent. */
const givenUpCountsMs = 90 * 86_400_000

async function withNames<One extends { readonly authorityId: string }>(
  world: World,
  ones: Promise<readonly One[]>,
): Promise<One[]> {
  const names = await readBuiltInNames(world)
  return (await ones).map((one) => withBuiltInName(one, names))
}

const noLag = { queued: 0, lagMs: 0, awaited: 0, failure: null, held: 0, heldFor: null }

/** What only a write finds out: whether the disk takes one, and how long that takes. */
async function timedWrite({ database, clock }: World, probes: HealthProbes): Promise<{ tookMs: number }> {
  const took = probes.stopwatch()
  const value = new TextEncoder().encode(String(clock.now()))
  await database.write('', ({ installation }) => installation.setValue('health-write', value))
  return { tookMs: took() }
}

async function observed(probes: HealthProbes, look: () => unknown): Promise<Observed<unknown>> {
  try {
    const looking = Promise.try(look)
    if (await probes.settlesWithin(patienceMs, looking)) return { value: await looking }
    return { failure: `no answer within ${patienceMs / 1000} seconds` }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}
