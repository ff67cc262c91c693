import { globSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const name = 'virtual:contract'

/**
 * The contract's operations, without their shapes: method, path and action of each, as the console calls them. Made of
 * `src/contract` when it is built, so neither is written twice, and no schema is sent to the browser.
 */
export const contractPlugin = (folder: string): Plugin => ({
  name: 'chancery-contract',
  resolveId: (id) => (id === name ? `\0${name}` : null),
  async load(id) {
    if (id !== `\0${name}`) return null
    const rooms: Record<string, Record<string, unknown>> = {}
    for (const path of globSync('*/*.ts', { cwd: folder }).sort()) {
      const family = dirname(path).replace(/-v\d$/, '')
      const module = (await import(join(folder, path))) as object
      rooms[family] = { ...rooms[family], [camelCase(basename(path, '.ts'))]: calledOf(module) }
    }
    return Object.entries(rooms)
      .map(([family, room]) => `export const ${family} = ${JSON.stringify(room)}`)
      .join('\n')
  },
})

const camelCase = (text: string) => text.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/** Operations by their names; of what holds some, those; undefined of what is none and holds none. */
function calledOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : undefined
  if (Array.isArray(value)) return value.map(calledOf)
  if ('method' in value && 'path' in value && 'action' in value) {
    const { method, path, action } = value
    const other =
      'otherAction' in value ? (value.otherAction as { readonly action: string }).action : undefined
    return { method, path, action, ...(other !== undefined && { otherAction: other }) }
  }
  if ('~kind' in value || ('type' in value && 'properties' in value)) return undefined
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, calledOf(one)]))
}
