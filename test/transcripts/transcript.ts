import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { projectFolder } from '../start-up/program.ts'

/**
 * A transcript is what a person sees: `$ command`, which goes on while lines end in a backslash; what it writes to
 * stdout; lines of stderr behind `! `; and `= code` where it does not end in 0. Lines behind `# ` are remarks.
 */
export interface Step {
  /** Remarks in front, with the empty line before them. */
  readonly preface: string
  readonly command: string
}

export interface Replayed extends Step {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
}

const commandForm = /^\$ (?:.*\\\n)*.*$/gm
const prefaceForm = /(?:(?<=^|\n)\n(?=#))?(?:(?<=^|\n)#.*\n)*$/

export function stepsOf(transcript: string): Step[] {
  let end = 0
  return [...transcript.matchAll(commandForm)].map(({ 0: command, index }) => {
    const preface = prefaceForm.exec(transcript.slice(end, index))?.[0] ?? ''
    end = index + command.length + 1
    return { preface, command: command.slice('$ '.length) }
  })
}

export const written = (steps: readonly Replayed[]): string =>
  steps
    .map(({ preface, command, stdout, stderr, code }) => {
      const words = stderr.replaceAll(/^(?=.)/gm, '! ')
      return `${preface}$ ${command}\n${stdout}${words}${code === 0 ? '' : `= ${code}\n`}`
    })
    .join('')

const [endOfOutput, endOfStep] = ['\u0001', '\u0002']

/** All in one shell, as a person would: what one step keeps in a variable or a file the next one finds. */
export async function replay(
  steps: readonly Step[],
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Replayed[]> {
  const script = [
    `chancery() { '${process.execPath}' '${join(projectFolder, 'src/main.ts')}' "$@"; }`,
    `npx() { "$@"; }`,
    ...steps.map(
      ({ command }) =>
        `{ ${command}\n} 2>.stderr; code=$?; printf '${endOfOutput}'; cat .stderr; printf '${endOfOutput}%s${endOfStep}' $code`,
    ),
  ].join('\n')
  const shell = spawn('sh', ['-c', script], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = (await text(shell.stdout)).split(endOfStep)
  return steps.map((step, place) => {
    const [stdout = '', stderr = '', code = ''] = (said[place] ?? '').split(endOfOutput)
    return { ...step, stdout, stderr, code: Number(code) }
  })
}
