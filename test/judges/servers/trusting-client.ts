import { type Judgement, judge } from '../bundle-readers.ts'

/** The name of the server, wherever it runs. */
export const servedName = 'served.example.test'

/** curl's exit status when the peer's certificate can't be verified. */
export const untrusted = 60

/** Asks for `/`, trusting these roots alone; `words` is what was answered. */
export const askByCurl = (port: number, rootsFile: string): Judgement =>
  judge('curl', [
    '-sS',
    '--cacert',
    rootsFile,
    '--resolve',
    `${servedName}:${port}:127.0.0.1`,
    `https://${servedName}:${port}/`,
  ])
