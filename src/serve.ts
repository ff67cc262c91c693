import { compose } from './compose.ts'
import type { Config } from './config/config.ts'
import { createLog } from './system/log.ts'

/** Runs until SIGTERM or SIGINT; two of them are one. */
export async function serve(config: Config): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    process.on('SIGTERM', () => resolve())
    process.on('SIGINT', () => resolve())
  })
  const log = createLog(config.logLevel)
  const product = await compose(config, log)
  await stopped
  const drained = product.drain()
  // whoever reads this finds nobody listening any more
  log.info('stopping')
  await drained
  await product.close()
}
