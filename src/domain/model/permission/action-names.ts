/**
 * Actions that have two names, the older reference's and the one that is in use now (api-answers A3): where two stand,
 * either grants and either denies.
 */
const pairs: readonly (readonly [string, string])[] = [
  ['pca:ca:issueCertByCsr', 'pca:ca:issueCertThroughCSR'],
  ['scm:cert:subscribe', 'scm:cert:purchase'],
  ['scm:cert:apply', 'scm:cert:complete'],
  ['scm:cert:update', 'scm:cert:edit'],
  ['scm:cert:import', 'scm:cert:upload'],
  ['scm:cert:export', 'scm:cert:download'],
  ['scm:cert:listDeployedResources', 'scm:cert:deployed'],
]

const names = new Map(pairs.flatMap((pair) => pair.map((name) => [name.toLowerCase(), pair] as const)))

/** Every name that the action goes by. */
export const namesOf = (action: string): readonly string[] => names.get(action.toLowerCase()) ?? [action]
