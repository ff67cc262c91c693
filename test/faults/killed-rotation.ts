/**
 * `chancery master-key rotate`, killed at a named step: `node test/faults/killed-rotation.ts '<step>'`. Settings come from
 * the environment.
 */
import { loadConfig } from '../../src/config/load-config.ts'
import { rotateMasterKey } from '../../src/local/key-commands.ts'

const step = process.argv[2]
process.umask(0o077)
await rotateMasterKey(loadConfig({ flags: {}, environment: process.env }), 'rotate', {
  reach(at) {
    if (at === step) process.kill(process.pid, 'SIGKILL')
  },
})
