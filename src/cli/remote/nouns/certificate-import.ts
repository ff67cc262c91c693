import type { AnswerOf } from '../../../contract/operation.ts'
import * as contract from '../../../contract/scm-v3/certificates.ts'
import * as stores from '../../../contract/scm-v3/key-stores.ts'
import { one } from '../answer.ts'
import { command, given, type Tools } from '../command.ts'
import { Misuse } from '../faults.ts'
import { firstLine } from '../password.ts'
import { projectOf } from './certificate-project.ts'

interface ImportFlags {
  readonly name: string
  readonly 'certificate-file'?: string
  readonly 'key-file'?: string
  readonly 'chain-file'?: string
  readonly 'enc-certificate-file'?: string
  readonly 'enc-key-file'?: string
  readonly 'key-store'?: string
  readonly 'password-file'?: string
  readonly 'key-password-file'?: string
  readonly alias?: string
  readonly 'enterprise-project'?: string
  readonly once?: true
}

/** What is of PEM alone, and of key stores alone. */
const ofPem = ['certificate-file', 'key-file', 'chain-file', 'enc-certificate-file', 'enc-key-file'] as const
const ofStores = ['password-file', 'key-password-file', 'alias'] as const

/** From files in PEM, or from one key store. */
export const importCommand = command(
  'import <name> [certificate-file] [key-file]',
  'Import a certificate with its key, in PEM or out of a key store',
  {
    options: {
      '--chain-file <file>': 'the certificates above it, where they are not in its file',
      '--enc-certificate-file <file>': 'the second certificate of an SM2 pair',
      '--enc-key-file <file>': 'with its key',
      '--key-store <file>': 'instead of files in PEM: a key store, PKCS #12 (.pfx, .p12) or JKS',
      '--password-file <file>': 'its password, the first line of a file; - for stdin',
      '--key-password-file <file>': 'the password of its key, where that is another one',
      '--alias <name>': 'which of its keys, where it has several',
      '--enterprise-project <project>': 'to be put into',
      '--once': 'not where the account has the certificate already',
    },
    run: async (flags, tools) =>
      one(await (flags['key-store'] === undefined ? importPem(flags, tools) : importStore(flags, tools)), [
        ['id', ({ certificate_id }) => certificate_id],
      ]),
  },
)

type Imported = AnswerOf<typeof contract.importCertificate>

async function importPem(flags: ImportFlags, tools: Tools): Promise<Imported> {
  refuseBeside(flags, ofStores, 'is of a key store, which --key-store names')
  const { 'certificate-file': certificateFile, 'key-file': keyFile } = flags
  if (certificateFile === undefined || keyFile === undefined) {
    throw new Misuse('either files of a certificate and its key, or --key-store')
  }
  return await tools.ask(contract.importCertificate, {
    body: {
      certificate: await tools.readText(certificateFile),
      private_key: await tools.readText(keyFile),
      ...given({
        certificate_chain: await readOptional(flags['chain-file'], tools),
        enc_certificate: await readOptional(flags['enc-certificate-file'], tools),
        enc_private_key: await readOptional(flags['enc-key-file'], tools),
      }),
      ...(await keptAs(flags, tools)),
    },
  })
}

async function importStore(flags: ImportFlags, tools: Tools): Promise<Imported> {
  refuseBeside(flags, ofPem, 'is of PEM, and so not beside --key-store')
  const { 'key-store': file = '', alias } = flags
  return await tools.ask(stores.importKeyStore, {
    body: {
      content: Buffer.from(await tools.readOctets(file)).toString('base64'),
      ...given({
        password: await readPassword(flags['password-file'], tools),
        key_password: await readPassword(flags['key-password-file'], tools),
        alias,
      }),
      ...(await keptAs(flags, tools)),
    },
  })
}

function refuseBeside(flags: ImportFlags, names: readonly (keyof ImportFlags)[], reason: string): void {
  const present = names.find((name) => flags[name] !== undefined)
  if (present === undefined) return
  throw new Misuse(
    `${present === 'certificate-file' || present === 'key-file' ? present : `--${present}`} ${reason}`,
  )
}

const keptAs = async (flags: ImportFlags, tools: Tools) => ({
  name: flags.name,
  ...given({
    enterprise_project_id: await projectOf(flags['enterprise-project'], tools),
    duplicate_check: flags.once ? false : undefined,
  }),
})

const readOptional = async (file: string | undefined, { readText }: Tools) =>
  file === undefined ? undefined : await readText(file)

const readPassword = async (file: string | undefined, { readText }: Tools) =>
  file === undefined ? undefined : firstLine(await readText(file))
