import type { AnswerOf } from '../../../contract/operation.ts'
import * as contract from '../../../contract/scm-v3/pushes.ts'
import { type Answer, done } from '../answer.ts'
import type { Tools } from '../command.ts'
import { Refused } from '../faults.ts'

/** One thing that has a certificate. */
export interface DeployedPlace {
  readonly service: string
  readonly region: string
  readonly id: string
  readonly name: string
}

export const placesOf = ({ results }: AnswerOf<typeof contract.listDeployedResources>): DeployedPlace[] =>
  results.flatMap(({ deployed_resources }) =>
    deployed_resources.flatMap(({ service, region_resources }) =>
      region_resources.flatMap(({ region_id: region, resources }) =>
        resources.map(({ resource_id: id, resource_name: name }) => ({ service, region, id, name })),
      ),
    ),
  )

/** Does what ends a certificate, and says where it stays in use: that is asked for before, for afterwards it may be gone. */
export async function endAndTell(
  certificate: string,
  words: string,
  { ask }: Pick<Tools, 'ask'>,
  end: () => Promise<unknown>,
): Promise<Answer> {
  const places = await placesBefore(certificate, ask)
  await end()
  return done([words, ...places].join('; '))
}

/** Who may end it need not be allowed to ask where it is: then that is what is said. */
async function placesBefore(certificate: string, ask: Tools['ask']): Promise<string[]> {
  try {
    const body = { certificate_ids: [certificate], service_names: ['ALL'] }
    const places = placesOf(await ask(contract.listDeployedResources, { body }))
    return places.map(({ service, region, id }) => `still deployed: ${service} in ${region} (${id})`)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return [`whether it is still deployed is not known: ${error.message}`]
  }
}
