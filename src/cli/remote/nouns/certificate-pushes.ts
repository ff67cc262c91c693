import type { AnswerOf, Static } from '../../../contract/operation.ts'
import * as contract from '../../../contract/scm-v3/pushes.ts'
import { done, many } from '../answer.ts'
import { bind, command, given } from '../command.ts'
import { oneOfFlag } from '../one-of-flag.ts'
import type { Column } from '../table.ts'
import { wholeNumber } from '../whole-number.ts'
import { type DeployedPlace, placesOf } from './still-deployed.ts'

type Push = Static<typeof contract.Push>
const pushes: readonly Column<Push>[] = [
  ['service', ({ target_service }) => target_service],
  ['project', ({ target_project }) => target_project],
  ['resource', ({ resource, resource_id }) => resource ?? resource_id],
  ['status', ({ status }) => status],
  ['because of', ({ cause }) => cause],
  ['began', ({ start_time }) => new Date(start_time).toISOString()],
  ['seen', ({ proof }) => proof],
  ['failure', ({ failure }) => failure],
]

const pushesOfAll: readonly Column<Static<typeof contract.PushOfAccount>>[] = [
  ['certificate', ({ certificate_id }) => certificate_id],
  ['name', ({ certificate_name }) => certificate_name],
  ...pushes,
]

const statuses = ['planned', 'applying', 'looking', 'restoring', 'done', 'failed'] as const

const places: readonly Column<DeployedPlace>[] = [
  ['service', ({ service }) => service],
  ['project', ({ region }) => region],
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
]

const lookAgainMs = 300

/** Where certificates are put to use. */
export const pushCommands = [
  command('push <certificate> <service> [project]', contract.pushCertificate.summary, {
    options: { '--watch': 'tell how far it is' },
    async run({ certificate, service, project = '', watch }, { ask, pause, say }) {
      const params = { certificate_id: certificate }
      const body = { target_service: service, target_project: project }
      const pushed = ask(contract.pushCertificate, { params, body })
      if (watch) await tellUntilSettled(pushed, () => ask(contract.listPushes, { params }), { pause, say })
      await pushed
      return done(
        `certificate ${certificate} was seen at ${service}${project === '' ? '' : ` in ${project}`}`,
      )
    },
  }),
  bind('pushes <certificate>', contract.listPushes, {
    input: ({ certificate }) => ({ params: { certificate_id: certificate } }),
    answer: (answer) => many(answer.pushes, pushes),
  }),
  bind('all-pushes', contract.listAllPushes, {
    options: {
      '--status <status>': statuses.join(', '),
      '--current': 'only the last to each place',
      '--limit <count>': 'so many, 1 to 1000; 10 unless told',
      '--offset <count>': 'after so many',
    },
    input: ({ status, current, limit, offset }) => ({
      query: given({
        status: status === undefined ? undefined : oneOfFlag('--status', status, statuses),
        current,
        limit: wholeNumber('--limit', limit),
        offset: wholeNumber('--offset', offset),
      }),
    }),
    answer: (answer) => ({
      ...many(answer.pushes, pushesOfAll),
      ...(answer.total_count > answer.pushes.length && {
        words: `${answer.pushes.length} of ${answer.total_count}`,
      }),
    }),
  }),
  bind('deployed <certificate>', contract.listDeployedResources, {
    input: ({ certificate }) => ({ body: { certificate_ids: [certificate], service_names: ['ALL'] } }),
    answer: (answer) => many(placesOf(answer), places),
  }),
]

interface Watching {
  readonly pause: (ms: number) => Promise<void>
  readonly say: (line: string) => void
}

/** Says each state that the youngest push comes to, until the push was answered. */
async function tellUntilSettled(
  pushed: Promise<unknown>,
  list: () => Promise<AnswerOf<typeof contract.listPushes>>,
  { pause, say }: Watching,
): Promise<void> {
  let isOver = false
  const over = pushed.then(
    () => {
      isOver = true
    },
    () => {
      isOver = true
    },
  )
  let last = ''
  do {
    await Promise.race([over, pause(lookAgainMs)])
    const [push] = (await list()).pushes
    const words = push ? `${push.status}${push.failure === null ? '' : `: ${push.failure}`}` : ''
    if (words !== last && words !== '') say(words)
    last = words
  } while (!isOver)
}
