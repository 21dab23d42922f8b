import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

async function compressed(contents: string, external: string[] = []) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.', loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    external,
  })
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length
}

test('a page that streams carries less than 6 kB, the parser included', async () => {
  const size = await compressed(`export { TokenrillClient, TokenrillError } from './src/index.js'`)
  expect(size).toBeGreaterThan(2000)
  expect(size).toBeLessThan(6000)
})

test('all of the package, without the parser, is less than 6 kB', async () => {
  const size = await compressed(`export * from './src/index.js'`, ['eventsource-parser'])
  expect(size).toBeGreaterThan(2000)
  expect(size).toBeLessThan(6000)
})
