import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compress } from './build/compress.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** While developing: the server to talk to. */
const server = process.env.TOKENRILL_URL ?? 'http://127.0.0.1:5210'

export default defineConfig({
  plugins: [react(), tailwind(), compress()],
  build: {
    target: 'es2022',
    // An inlined file would have to be allowed by the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // React and what draws Markdown are that big.
    chunkSizeWarningLimit: 900,
  },
  // A grammar comes when code of its language does.
  worker: { format: 'es' },
  server: {
    proxy: { '/v1': { target: server, headers: { origin: server } }, '/readyz': server },
  },
  resolve: {
    alias: [
      { find: '@', replacement: path('src') },
      { find: /^shiki$/, replacement: path('src/markdown/shiki.ts') },
    ],
  },
  test: { include: ['test/**/*.test.{ts,tsx}'] },
})
