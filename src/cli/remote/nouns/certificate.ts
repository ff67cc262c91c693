import type { Noun } from '../command.ts'
import { orderCommands } from './certificate-orders.ts'
import { pushCommands } from './certificate-pushes.ts'
import { certificateCommands } from './certificate-records.ts'

export const certificate: Noun = {
  name: 'certificate',
  summary: 'SSL certificates: imported or ordered, renewed, and put to use',
  commands: [...certificateCommands, ...orderCommands, ...pushCommands],
}
