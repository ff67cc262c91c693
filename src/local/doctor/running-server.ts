import { type Access, readAccess } from '../../cli/remote/access.ts'
import { createAsk } from '../../cli/remote/api.ts'
import type { Surroundings } from '../../cli/remote/surroundings.ts'
import { showHealth } from '../../contract/health-v1/health.ts'
import { type HealthCheck, trouble } from '../../domain/model/health/check.ts'
import { reasonOf } from './look.ts'

/** What the running server says of itself, where somebody who may ask is known. */
export async function lookAtServer(surroundings: Surroundings): Promise<readonly HealthCheck[]> {
  let access: Access
  try {
    access = await readAccess({}, surroundings)
  } catch (error) {
    return [unasked(`the running server was not asked for its health: ${reasonOf(error)}`)]
  }
  try {
    const { checks } = await createAsk(access, surroundings.now)(showHealth, {})
    return checks.map((check) => ({ ...check, name: `server.${check.name}` }))
  } catch (error) {
    return [unasked(`the running server did not tell its health: ${reasonOf(error)}`)]
  }
}

const unasked = (finding: string): HealthCheck => ({
  name: 'server_health',
  ...trouble(
    'unknown',
    finding,
    'set CHANCERY_ENDPOINT, CHANCERY_CA_FILE, CHANCERY_ACCESS_KEY and CHANCERY_SECRET_KEY of an administrator',
  ),
})
