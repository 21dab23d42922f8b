import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const text = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest'])

/** Below this, in bytes, compressing saves no packet. */
const least = 1024

/** Lays a `.br` and a `.gz` beside every file that gets smaller by it: compressed once, here, as hard as it goes. */
export function compress(): Plugin {
  let directory = ''
  return {
    name: 'compress',
    apply: 'build',
    configResolved(config) {
      directory = join(config.root, config.build.outDir)
    },
    async closeBundle() {
      const names = (await readdir(directory, { recursive: true })).filter(name => text.has(extname(name)))
      await Promise.all(names.map(name => compressFile(join(directory, name))))
    },
  }
}

async function compressFile(path: string): Promise<void> {
  if ((await stat(path)).size < least) return
  const bytes = await readFile(path)
  const brotli = await promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))])
}
