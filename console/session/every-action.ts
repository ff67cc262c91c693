import { audit, connections, health, iam, pca, scm } from 'virtual:contract'

/** Every action that an operation of the contract takes. */
export function everyAction(): string[] {
  const found = new Set<string>()
  for (const room of [audit, connections, health, iam, pca, scm]) collectActions(room, found)
  return [...found]
}

function collectActions(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  const { action, otherAction, method, ...inside } = value as Readonly<Record<string, unknown>>
  if (method !== undefined) {
    for (const one of [action, otherAction]) if (typeof one === 'string' && one !== 'open') found.add(one)
    return
  }
  for (const one of Object.values({ ...inside, action, otherAction })) collectActions(one, found)
}
