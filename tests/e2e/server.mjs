// The real server, as a process of its own.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = process.env.TOKENRILL_SERVER
  ?? fileURLToPath(new URL('../../src/Tokenrill.Server/bin/Release/net10.0/Tokenrill.Server.dll', import.meta.url))

/** Starts it on a free port; resolves when it listens. With the directory of one that was killed it goes on with what that one stored. */
export async function startServer(options = {}, directory) {
  // A working directory of its own, for what it stores.
  directory ??= await mkdtemp(join(tmpdir(), 'tokenrill-'))
  const process_ = spawn('dotnet', [PROGRAM, '--urls', 'http://127.0.0.1:0'], {
    cwd: directory,
    // No Ollama of the machine may get into a test: nothing listens on port 1. A server that lives for seconds has no use for eight of warming up.
    env: { ...process.env, OLLAMA_HOST: '127.0.0.1:1', Tokenrill__WarmUp: 'false', ...options },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: process_.stdout })
  const url = await new Promise((found, failed) => {
    lines.on('line', line => { const match = /Listening on (http:\S+)/.exec(line); if (match) found(match[1]) })
    process_.once('exit', code => failed(new Error(`the server ended with ${code} before it listened`)))
  })
  const end = async signal => {
    const ended = process_.exitCode !== null || process_.signalCode !== null || once(process_, 'exit')
    process_.kill(signal)
    await ended
  }
  return {
    url,
    directory,
    /** As a crash would; what it stored stays. */
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGTERM')
      await rm(directory, { recursive: true })
    },
  }
}
