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
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      open.add(one)
      one.setNoDelay(true)
      one.on('error', () => {})
      one.on('close', () => { open.delete(one); other.destroySoon() })
    }
    client.pipe(upstream)
    pass(upstream, client, limits, () => cuts++)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** How many connections ended where `cutAfter` said. */
    get cuts() { return cuts },
    /** Leads new connections elsewhere. */
    leadTo(url) { target = url },
    /** Each of the next connections on which the server speaks ends after so many bytes from it, from 0. */
    cutAfter(...bytes) { limits.push(...bytes) },
    cut() { for (const socket of open) socket.resetAndDestroy() },
    stop() { this.cut(); server.close() },
  }
}

/** Whatever the server says goes to the client, up to the first limit, if there is any when it begins to speak. A limit that was not reached is for another. */
function pass(upstream, client, limits, onCut) {
  upstream.once('data', first => {
    const limit = limits.shift() ?? Infinity
    let left = limit
    let isCut = false
    const take = chunk => {
      if (isCut) return
      const isMore = client.write(chunk.subarray(0, Math.min(left, chunk.length)))
      left -= chunk.length
      isCut = left <= 0
      if (isCut) {
        onCut()
        client.end()
        upstream.destroy()
      } else if (!isMore) {
        upstream.pause()
        client.once('drain', () => upstream.resume())
      }
    }
    client.once('close', () => { if (!isCut && limit < Infinity) limits.unshift(limit) })
    upstream.on('data', take)
    take(first)
  })
  upstream.on('end', () => client.end())
}
