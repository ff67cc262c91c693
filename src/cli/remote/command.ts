import type { AnswerOf, ApiOperation } from '../../contract/operation.ts'
import type { Answer } from './answer.ts'
import type { Ask, InputOf } from './api.ts'
import type { Names } from './names.ts'
import type { Surroundings } from './surroundings.ts'

/** A noun of the command line with its verbs. */
export interface Noun {
  readonly name: string
  readonly summary: string
  readonly commands: readonly RemoteCommand[]
}

export interface RemoteCommand {
  /** The verb and what it is given: `show <user>`, `list [user]`. */
  readonly signature: string
  readonly summary: string
  readonly required: OptionTexts
  readonly options: OptionTexts
  /** `given`: arguments and options by their names, as the signature and the options spell them. */
  readonly run: (given: object, tools: Tools) => Promise<Answer>
}

/** Flag, with what it takes, and what it is for. */
export type OptionTexts = Readonly<Record<`--${string}`, string>>

/** What commands work with. */
export interface Tools extends Pick<Surroundings, 'readText' | 'readOctets' | 'makePassword' | 'pause'> {
  /** To people, before it is done. */
  readonly say: (line: string) => void
  readonly ask: Ask
  readonly names: Names
}

type RequiredArguments<Signature extends string> = Signature extends `${string}<${infer Name}>${infer Rest}`
  ? { readonly [Key in Name]: string } & RequiredArguments<Rest>
  : unknown
type OptionalArguments<Signature extends string> = Signature extends `${string}[${infer Name}]${infer Rest}`
  ? { readonly [Key in Name]?: string } & OptionalArguments<Rest>
  : unknown
type FlagOf<Key> = Key extends `--${infer Name} <${string}>`
  ? Name
  : Key extends `--${infer Name}`
    ? Name
    : never
type ValueOf<Key> = Key extends `${string}<${string}` ? string : true

/** Arguments and options by their names. */
export type Given<
  Signature extends string,
  Required extends OptionTexts,
  Options extends OptionTexts,
> = RequiredArguments<Signature> &
  OptionalArguments<Signature> & { readonly [Key in keyof Required as FlagOf<Key>]: ValueOf<Key> } & {
    readonly [Key in keyof Options as FlagOf<Key>]?: ValueOf<Key>
  }

interface Flags<Required, Options> {
  readonly required?: Required
  readonly options?: Options
}

/** A command of one operation of the contract, which also says what it is for. */
export function bind<
  const Signature extends string,
  const Operation extends ApiOperation,
  const Required extends OptionTexts = Record<never, string>,
  const Options extends OptionTexts = Record<never, string>,
>(
  signature: Signature,
  operation: Operation,
  parts: Flags<Required, Options> & {
    readonly input: (
      given: Given<Signature, Required, Options>,
      tools: Tools,
    ) => InputOf<Operation> | Promise<InputOf<Operation>>
    readonly answer: (body: AnswerOf<Operation>, given: Given<Signature, Required, Options>) => Answer
  },
): RemoteCommand {
  const { input, answer, ...flags } = parts
  return command(signature, operation.summary, {
    ...(flags as Flags<Required, Options>),
    run: async (given, tools) => answer(await tools.ask(operation, await input(given, tools)), given),
  })
}

/** A command that takes more than one operation, or one of several. */
export const command = <
  const Signature extends string,
  const Required extends OptionTexts = Record<never, string>,
  const Options extends OptionTexts = Record<never, string>,
>(
  signature: Signature,
  summary: string,
  {
    required,
    options,
    run,
  }: Flags<Required, Options> & {
    readonly run: (given: Given<Signature, Required, Options>, tools: Tools) => Promise<Answer>
  },
): RemoteCommand => ({
  signature,
  summary,
  required: required ?? {},
  options: options ?? {},
  run: (given, tools) => run(given as Given<Signature, Required, Options>, tools),
})

/** Fields of a request without those that nobody gave. */
export const given = <Fields extends object>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [Key in keyof Fields]?: Exclude<Fields[Key], undefined>
  }
