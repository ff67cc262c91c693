import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/**
 * `npm run prepare`: builds the console into dist/console, where the server looks for it, each file packed beside it. An
 * installation without development dependencies has no Vite and gets no console.
 */
const vite = await import('vite').catch((error: NodeJS.ErrnoException) => {
  if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined
  throw error
})
if (vite) {
  await vite.build({ configFile: join(import.meta.dirname, 'vite.config.ts') })
  const folder = join(import.meta.dirname, '../dist/console/assets')
  for (const file of globSync('*.{js,css}', { cwd: folder })) {
    const path = join(folder, file)
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
  }
}
