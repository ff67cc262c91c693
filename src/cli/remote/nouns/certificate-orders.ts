import type { AnswerOf } from '../../../contract/operation.ts'
import * as contract from '../../../contract/scm-v3/orders.ts'
import * as renewals from '../../../contract/scm-v3/renewals.ts'
import { done, many } from '../answer.ts'
import { bind, command, given } from '../command.ts'
import { oneOfFlag } from '../one-of-flag.ts'
import type { Column } from '../table.ts'
import { wholeNumber } from '../whole-number.ts'
import { endAndTell } from './still-deployed.ts'

const brands = ['GEOTRUST', 'GLOBALSIGN', 'SYMANTEC', 'CFCA', 'TRUSTASIA', 'VTRUS'] as const
const types = [
  'DV_SSL_CERT',
  'DV_SSL_CERT_BASIC',
  'OV_SSL_CERT',
  'OV_SSL_CERT_PRO',
  'EV_SSL_CERT',
  'EV_SSL_CERT_PRO',
] as const
const domainTypes = ['SINGLE_DOMAIN', 'MULTI_DOMAIN', 'WILDCARD'] as const
const methods = ['DNS', 'FILE', 'EMAIL'] as const
const algorithms = ['RSA_2048', 'RSA_3072', 'RSA_4096', 'EC_P256', 'EC_P384'] as const
const reasons = [
  'UNSPECIFIED',
  'KEY_COMPROMISE',
  'AFFILIATION_CHANGED',
  'SUPERSEDED',
  'CESSATION_OF_OPERATION',
  'PRIVILEGE_WITHDRAWN',
] as const

type Step = AnswerOf<typeof renewals.rehearseRenewal>['steps'][number]
const steps: readonly Column<Step>[] = [
  ['what', ({ name }) => name],
  ['for', ({ domain }) => domain],
  ['', ({ is_fine }) => (is_fine ? 'fine' : 'fails')],
  ['finding', ({ finding }) => finding],
]

const paramsOf = (certificate_id: string) => ({ params: { certificate_id } })

/** From buying to giving back. */
export const orderCommands = [
  bind('buy', contract.subscribeCertificate, {
    required: {
      '--brand <brand>': brands.join(', '),
      '--type <type>': 'DV_SSL_CERT, OV_SSL_CERT, EV_SSL_CERT, or with _BASIC or _PRO',
    },
    options: {
      '--domain-type <type>': 'SINGLE_DOMAIN (unless told), MULTI_DOMAIN or WILDCARD',
      '--names <count>': 'how many names a multi-domain certificate may have',
      '--years <years>': '1 to 3, or 0 for three months; 1 unless told',
      '--count <count>': 'how many certificates; 1 unless told',
    },
    input: ({ brand, type, years, count, names, 'domain-type': domainType = 'SINGLE_DOMAIN' }) => ({
      body: {
        cert_brand: oneOfFlag('--brand', brand, brands),
        cert_type: oneOfFlag('--type', type, types),
        domain_type: oneOfFlag('--domain-type', domainType, domainTypes),
        effective_time: wholeNumber('--years', years) ?? 1,
        domain_numbers: wholeNumber('--names', names) ?? 1,
        order_number: wholeNumber('--count', count) ?? 1,
        agree_privacy_protection: true as const,
      },
    }),
    answer: ({ cert }) => many(cert, [['id', ({ cert_id }) => cert_id]]),
  }),
  bind('apply <certificate> <domain>', contract.applyCertificate, {
    required: {
      '--applicant <name>': 'who applies',
      '--phone <number>': 'how to reach who applies',
      '--email <address>': 'where to write to',
    },
    options: {
      '--other-names <names>': 'further names, by semicolons',
      '--method <method>': 'DNS (unless told), FILE or EMAIL',
      '--set-records': 'set the DNS records by a zone of the settings',
      '--csr-file <file>': 'a request; without one the key is made here',
      '--key-algorithm <algorithm>': `${algorithms.join(', ')}; RSA_2048 unless told`,
      '--company <name>': 'for OV and EV',
      '--unit <name>': 'its department',
      '--province <name>': 'for OV and EV',
      '--city <name>': 'for OV and EV',
      '--country <code>': 'for OV and EV, two letters',
    },
    input: async ({ certificate, domain, ...flags }, { readText }) => ({
      ...paramsOf(certificate),
      body: {
        domain,
        applicant_name: flags.applicant,
        applicant_phone: flags.phone,
        applicant_email: flags.email,
        agree_privacy_protection: true as const,
        domain_method: oneOfFlag('--method', flags.method ?? 'DNS', methods),
        ...given({
          sans: flags['other-names'],
          csr: flags['csr-file'] === undefined ? undefined : await readText(flags['csr-file']),
          auto_dns_auth: flags['set-records'],
          key_algorithm:
            flags['key-algorithm'] === undefined
              ? undefined
              : oneOfFlag('--key-algorithm', flags['key-algorithm'], algorithms),
          company_name: flags.company,
          company_unit: flags.unit,
          company_province: flags.province,
          company_city: flags.city,
          country: flags.country,
        }),
      },
    }),
    answer: (_, { certificate }) =>
      done(`certificate ${certificate} is applied for: show it for what to set`),
  }),
  bind('cancel <certificate>', contract.cancelCertificateRequest, {
    input: ({ certificate }) => paramsOf(certificate),
    answer: (_, { certificate }) => done(`the application for ${certificate} is cancelled`),
  }),
  command('unsubscribe <certificate>', contract.unsubscribeCertificate.summary, {
    run: ({ certificate }, tools) =>
      endAndTell(certificate, `certificate ${certificate} is given back`, tools, () =>
        tools.ask(contract.unsubscribeCertificate, { params: { cert_id: certificate } }),
      ),
  }),
  command('revoke <certificate>', renewals.revokeCertificate.summary, {
    options: { '--reason <reason>': `${reasons.join(', ')}; UNSPECIFIED unless told` },
    run({ certificate, reason: word = 'UNSPECIFIED' }, tools) {
      const reason = oneOfFlag('--reason', word, reasons)
      return endAndTell(certificate, `certificate ${certificate} is being revoked`, tools, () =>
        tools.ask(renewals.revokeCertificate, { ...paramsOf(certificate), body: { reason } }),
      )
    },
  }),
  bind('renew <certificate>', renewals.renewCertificate, {
    input: ({ certificate }) => paramsOf(certificate),
    answer: (_, { certificate }) => done(`a renewal of ${certificate} has begun`),
  }),
  bind('auto-renew <certificate> <on-or-off>', renewals.updateAutoRenewal, {
    input: ({ certificate, 'on-or-off': word }) => ({
      ...paramsOf(certificate),
      body: { enabled: oneOfFlag('on-or-off', word, ['on', 'off'] as const) === 'on' },
    }),
    answer: (_, { certificate, 'on-or-off': word }) =>
      done(`certificate ${certificate} is ${word === 'on' ? '' : 'not '}renewed by itself`),
  }),
  bind('rehearse <certificate>', renewals.rehearseRenewal, {
    input: ({ certificate }) => paramsOf(certificate),
    answer: (rehearsal) => ({
      ...many(rehearsal.steps, steps),
      noun: rehearsal,
      words: rehearsal.is_fine ? 'a renewal would go through' : 'a renewal would fail',
    }),
  }),
]
