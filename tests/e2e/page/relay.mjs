// Stands between the browser and the server, and cuts the cable when it is told to.
import net from 'node:net'
import { once } from 'node:events'

export async function startRelay(target) {
  const { hostname, port } = new URL(target)
  const open = new Set()
  const server = net.createServer(client => {
    const upstream = net.connect(Number(port), hostname)
    for (const [one, other] of [[client, upstream], [upstream, client]]) {
      open.add(one)
      one.setNoDelay(true)
      one.pipe(other)
      one.on('error', () => {})
      one.on('close', () => { open.delete(one); other.destroy() })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() { for (const socket of open) socket.resetAndDestroy() },
    stop() { this.cut(); server.close() },
  }
}
