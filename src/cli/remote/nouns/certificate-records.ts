import type { AnswerOf, Static } from '../../../contract/operation.ts'
import * as contract from '../../../contract/scm-v3/certificates.ts'
import type { Certificate, ListedCertificate } from '../../../contract/scm-v3/shapes.ts'
import * as tagContract from '../../../contract/scm-v3/tags.ts'
import { type Answer, done, many, one } from '../answer.ts'
import { bind, command, given } from '../command.ts'
import { oneOfFlag } from '../one-of-flag.ts'
import type { Column } from '../table.ts'
import { harmless } from '../text-width.ts'
import { wholeNumber } from '../whole-number.ts'
import { importCommand } from './certificate-import.ts'
import { projectOf } from './certificate-project.ts'
import { endAndTell } from './still-deployed.ts'

type Exported = AnswerOf<typeof contract.exportCertificate>

const listed: readonly Column<Static<typeof ListedCertificate>>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['domain', ({ domain }) => domain],
  ['status', ({ status }) => status],
  ['expires', ({ expire_time }) => expire_time],
]
const shown: readonly Column<Static<typeof Certificate>>[] = [
  ['id', ({ id }) => id],
  ['name', ({ name }) => name],
  ['domain', ({ domain }) => domain],
  ['other names', ({ sans }) => sans],
  ['status', ({ status }) => status],
  ['valid from', ({ not_before }) => not_before],
  ['expires', ({ not_after }) => not_after],
  ['fingerprint', ({ fingerprint }) => fingerprint],
  ['signed with', ({ signature_algorithm }) => signature_algorithm],
  ['enterprise project', ({ enterprise_project_id }) => enterprise_project_id],
  ['deployed at', ({ deployed_count }) => `${deployed_count} ${deployed_count === 1 ? 'place' : 'places'}`],
]

/** Of the API's states those that certificates stay in. */
const statuses = ['UPLOAD', 'PAID', 'CHECKING', 'ISSUED', 'EXPIRED', 'REVOKED'] as const

/** Names of certificates are not unique, so they are named by id. */
const paramsOf = (certificate_id: string) => ({ params: { certificate_id } })

const parts = ['all', 'certificate', 'chain', 'key'] as const

/** PEM as files hold it. */
function pemOf(exported: Exported, part: (typeof parts)[number]): string {
  const { certificate, certificate_chain, entire_certificate, private_key } = exported
  const chosen = {
    all: [entire_certificate, private_key, exported.enc_certificate, exported.enc_private_key],
    certificate: [certificate],
    chain: [certificate_chain],
    key: [private_key],
  }[part]
  return chosen.flatMap((pem) => (pem === null ? [] : [pem])).join('')
}

const pem = (exported: Exported, part: (typeof parts)[number]): Answer => ({
  noun: exported,
  table: () => pemOf(exported, part).split('\n').map(harmless).join('\n'),
})

/** What there is, and what it holds. */
export const certificateCommands = [
  bind('list', contract.listCertificates, {
    options: {
      '--content <text>': 'with this in its name or a domain',
      '--status <status>': 'UPLOAD, PAID, CHECKING, ISSUED, EXPIRED or REVOKED',
      '--enterprise-project <project>': 'in this project; all, 0 or one',
      '--limit <count>': 'so many, 1 to 1000; 10 unless told',
      '--offset <count>': 'after so many',
    },
    input: async (flags, tools) => ({
      query: given({
        content: flags.content,
        status: flags.status === undefined ? undefined : oneOfFlag('--status', flags.status, statuses),
        enterprise_project_id: await projectOf(flags['enterprise-project'], tools),
        limit: wholeNumber('--limit', flags.limit),
        offset: wholeNumber('--offset', flags.offset),
      }),
    }),
    answer: ({ certificates, total_count }) => ({
      ...many(certificates, listed),
      ...(total_count > certificates.length && { words: `${certificates.length} of ${total_count}` }),
    }),
  }),
  bind('show <certificate>', contract.showCertificate, {
    input: ({ certificate }) => paramsOf(certificate),
    answer: (certificate) => one(certificate, shown),
  }),
  importCommand,
  bind('export <certificate>', contract.exportCertificate, {
    options: { '--part <part>': 'all, certificate, chain or key; all unless told' },
    input: ({ certificate, part = 'all' }) => {
      oneOfFlag('--part', part, parts)
      return paramsOf(certificate)
    },
    answer: (exported, { part = 'all' }) => pem(exported, oneOfFlag('--part', part, parts)),
  }),
  command('delete <certificate>', contract.deleteCertificate.summary, {
    run: ({ certificate }, tools) =>
      endAndTell(certificate, `certificate ${certificate} is deleted`, tools, () =>
        tools.ask(contract.deleteCertificate, paramsOf(certificate)),
      ),
  }),
  bind('tags <certificate>', tagContract.listTags, {
    input: ({ certificate }) => ({ params: { resource_id: certificate } }),
    answer: ({ tags }) =>
      many(tags, [
        ['key', ({ key }) => key],
        ['value', ({ value }) => value],
      ]),
  }),
  bind('tag <certificate> <key> <value>', tagContract.addTag, {
    input: ({ certificate, key, value }) => ({
      params: { resource_id: certificate },
      body: { tag: { key, value } },
    }),
    answer: (_, { certificate, key }) => done(`certificate ${certificate} has the tag ${key}`),
  }),
  bind('untag <certificate> <key>', tagContract.changeTags, {
    input: ({ certificate, key }) => ({
      params: { resource_id: certificate },
      body: { action: 'delete' as const, tags: [{ key }] },
    }),
    answer: (_, { certificate, key }) => done(`certificate ${certificate} has no tag ${key}`),
  }),
]
