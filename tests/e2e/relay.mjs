// Stands between a client and the server, and cuts the cable when it is told to.
import net from 'node:net'
import { once } from 'node:events'

export async function startRelay(target) {
  const open = new Set()
  const limits = []
  let cuts = 0
  const server = net.createServer(client => {
    const { hostname, port } = new URL(target)
    const upstream = net.connect(Number(port), hostname)
    const limit = limits.shift()
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      open.add(one)
      one.setNoDelay(true)
      one.on('error', () => {})
      one.on('close', () => { open.delete(one); other.destroySoon() })
    }
    client.pipe(upstream)
    if (limit === undefined) upstream.pipe(client)
    else passUpTo(limit, upstream, client, () => cuts++)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How many connections ended where `cutAfter` said. */
    get cuts() { return cuts },
    /** Leads new connections elsewhere. */
    leadTo(url) { target = url },
    /** Each of the next connections ends after so many bytes from the server. */
    cutAfter(...bytes) { limits.push(...bytes) },
    cut() { for (const socket of open) socket.resetAndDestroy() },
    stop() { this.cut(); server.close() },
  }
}

function passUpTo(limit, upstream, client, onCut) {
  let left = limit
  upstream.on('data', chunk => {
    if (left < 0) return
    client.write(chunk.subarray(0, left))
    left -= chunk.length
    if (left > 0) return
    left = -1
    onCut()
    client.end()
    upstream.destroy()
  })
}
