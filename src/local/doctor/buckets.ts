import { tryBuckets } from '../../buckets/try-buckets.ts'
import type { Config } from '../../config/config.ts'
import { type HealthCheck, ok, trouble } from '../../domain/model/health/check.ts'
import { systemRandom } from '../../system/random.ts'
import { look, reasonOf } from './look.ts'

/** A scratch object, really written and removed. */
export const lookAtBuckets = ({ buckets }: Config): Promise<HealthCheck> =>
  look('bucket_store', async () => {
    try {
      const trial = await tryBuckets(buckets, systemRandom)
      if (!trial) return ok('there is no folder for buckets yet: the first start makes it')
      if (trial.refusesStaleWrites) return ok(`a scratch object could be written to ${trial.writtenTo}`)
      const finding = 'the bucket store does not refuse a write over a version that is gone'
      return trouble('warning', finding, 'use one server, or a store that honours If-Match')
    } catch (error) {
      const finding = `revocation lists can not be published: ${reasonOf(error)}`
      const advice =
        buckets.kind === 'folder'
          ? 'let the user of the server write to the folder of CHANCERY_BUCKETS_URL'
          : 'look at CHANCERY_BUCKETS_URL, the store, and what its access key may do'
      return trouble('alarm', finding, advice)
    }
  })
