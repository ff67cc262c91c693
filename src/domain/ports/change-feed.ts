/** What a cache's content may rest on. */
export type ChangeTopic = 'authorities' | 'certificates' | 'identity'

/**
 * Versions of what caches were made from. A change bumps its topic's version in its own transaction; a node that has
 * not heard for 2 s reads the table before it answers, so no answer is older than that.
 */
export interface ChangeFeed {
  version(accountId: string, topic: ChangeTopic): Promise<number>
}
