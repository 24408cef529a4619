import { createServer } from 'node:http'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import next from 'next'
import { WebSocketServer } from 'ws'

// Serves a bare Next app. POST /broadcast sends a message to every socket of /ws.
const port = Number(process.env.PORT)
const app = next({ dev: false, dir: dirname(fileURLToPath(import.meta.url)), hostname: 'localhost', port })
await app.prepare()
const render = app.getRequestHandler()
const sockets = new WebSocketServer({ noServer: true })

const server = createServer((req, res) => {
  if (req.url === '/broadcast') {
    broadcast()
    return res.end('ok')
  }
  render(req, res)
})
server.on('upgrade', (req, socket, head) =>
  sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws)),
)
server.listen(port, '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))

function broadcast() {
  // This time can be compared between processes of this machine, unlike `performance.now()` alone.
  const message = JSON.stringify({ event: 'ping', at: performance.timeOrigin + performance.now() })
  for (const client of sockets.clients) client.send(message)
}
