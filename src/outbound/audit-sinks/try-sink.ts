import { StepFault } from '../../domain/model/step-fault.ts'
import type { AuditSink } from '../../domain/ports/audit-sink.ts'
import type { Trial } from '../../domain/ports/connection.ts'

/** Delivers nothing, which a sink takes like anything else. */
export const trySink = (trial: Trial, { deliver }: Pick<AuditSink, 'deliver'>, finding: string) =>
  trial.step({
    name: 'delivery',
    advice: 'check CHANCERY_AUDIT_SINKS, and what listens there',
    async work() {
      await deliver([]).catch((error: NodeJS.ErrnoException) => {
        throw new StepFault(error.code ?? error.message)
      })
      return finding
    },
  })
