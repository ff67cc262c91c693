import { readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, totalmem } from 'node:os'

export interface BenchRow {
  readonly name: string
  readonly value: string
  /** What it is held against, and where that comes from. */
  readonly target?: string
}

/** The machine and the versions, without which a figure says nothing. */
export function describeMachine(): string[] {
  const memory = Math.round(totalmem() / 2 ** 30)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  return [
    `machine: ${availableParallelism()} cores of ${cpus()[0]?.model ?? arch()}, ${memory} GiB`,
    `versions: Chancery ${version}, Node ${process.version}, OpenSSL ${process.versions.openssl}, SQLite ${process.versions['sqlite'] ?? ''}`,
  ]
}

export function printTable(title: string, rows: readonly BenchRow[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  process.stdout.write(`\n${title}\n`)
  for (const { name, value, target } of rows) {
    process.stdout.write(`  ${name.padEnd(width)}  ${value.padStart(10)}${target ? `   (${target})` : ''}\n`)
  }
}
