import type { Migration, MigrationProvider } from 'kysely/migration'
import type { Engine } from '../engine.ts'
import { foundation } from './0001-foundation.ts'
import { tagsOrdersImports } from './0002-tags-orders-imports.ts'
import { listsAtSize } from './0003-lists-at-size.ts'
import { revocation } from './0004-revocation.ts'
import { seenNextUpdate } from './0005-seen-next-update.ts'
import { identity } from './0006-identity.ts'
import { auditBlocks } from './0007-audit-blocks.ts'
import { externalIdentity } from './0008-external-identity.ts'
import { revocationJournal } from './0009-revocation-journal.ts'
import { keysAndUpgrade } from './0010-keys-and-upgrade.ts'
import { hostedCertificates } from './0013-hosted-certificates.ts'
import { requestsAndNotices } from './0014-requests-and-notices.ts'
import { journalGivenUp } from './0015-journal-given-up.ts'
import { webhookPauses } from './0016-webhook-pauses.ts'
import { orders } from './0017-orders.ts'
import { orderHealth } from './0018-order-health.ts'
import { pushes } from './0019-pushes.ts'
import { pushPlaces } from './0020-push-places.ts'
import { columnTypes } from './column-types.ts'
import { runsWith } from './runs-with.ts'

/** The migrations for an engine. */
export type Migrations = (engine: Engine['name']) => MigrationProvider

/** Every migration by its name, in the order of names. A migration that was released is never changed; one that only
 * adds says so with `runsWith`, so that the release before goes on working beside it. */
export function migrationProvider(engine: Engine['name']): MigrationProvider {
  const types = columnTypes[engine]
  const migrations: Record<string, Migration> = {
    '0001-foundation': foundation(types),
    '0002-tags-orders-imports': tagsOrdersImports(types),
    '0003-lists-at-size': listsAtSize(engine, types),
    '0004-revocation': revocation(types),
    '0005-seen-next-update': seenNextUpdate(types),
    '0006-identity': identity(types),
    '0007-audit-blocks': auditBlocks(types),
    '0008-external-identity': externalIdentity(types),
    '0009-revocation-journal': revocationJournal(types),
    '0010-keys-and-upgrade': keysAndUpgrade(types),
    '0013-hosted-certificates': hostedCertificates(engine, types),
    '0014-requests-and-notices': requestsAndNotices(types),
    '0015-journal-given-up': runsWith(
      '0015-journal-given-up',
      '0014-requests-and-notices',
      journalGivenUp(types),
    ),
    '0016-webhook-pauses': webhookPauses(types),
    '0017-orders': runsWith('0017-orders', '0016-webhook-pauses', orders(types)),
    '0018-order-health': runsWith('0018-order-health', '0017-orders', orderHealth(types)),
    '0019-pushes': runsWith('0019-pushes', '0016-webhook-pauses', pushes(types)),
    '0020-push-places': runsWith('0020-push-places', '0016-webhook-pauses', pushPlaces(engine, types)),
  }
  return { getMigrations: () => Promise.resolve(migrations) }
}
