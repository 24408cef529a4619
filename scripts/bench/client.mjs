import { Agent, request } from 'node:http'
import { answerWith } from './children.mjs'
import { quantile } from './stats.mjs'

let counter = 0

// The HTTP client of the benchmark, in its own process so that it does not share an event loop with the server.
answerWith(async ({ url, connections, ms, method = 'GET', headers = [{}], body, expect }) => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies = []
  let bytes = 0
  const begin = performance.now()
  const end = begin + ms
  const visit = async (index) => {
    while (performance.now() < end) {
      const sent = performance.now()
      // `%n%` is replaced by a counter, so that each body differs.
      const text = body?.replaceAll('%n%', String(++counter))
      const answer = await ask(url, { agent, method, headers: headers[index % headers.length] }, text)
      latencies.push(performance.now() - sent)
      bytes = answer.bytes
      if (answer.status !== 200 || (expect && !answer.text().includes(expect))) {
        throw new Error(`${method} ${url} answered ${answer.status}: ${answer.text().slice(0, 500)}`)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, (_, index) => visit(index)))
    const perSecond = (latencies.length * 1000) / (performance.now() - begin)
    return {
      perSecond,
      p50: quantile(latencies, 0.5),
      p95: quantile(latencies, 0.95),
      longest: Math.max(...latencies),
      bytes,
    }
  } finally {
    agent.destroy()
  }
})

function ask(url, options, body) {
  return new Promise((resolve, reject) => {
    const req = request(url, options, (res) => {
      const chunks = []
      let bytes = 0
      res.on('data', (chunk) => {
        chunks.push(chunk)
        bytes += chunk.length
      })
      res.on('end', () =>
        resolve({ status: res.statusCode, bytes, text: () => Buffer.concat(chunks).toString() }),
      )
      res.on('error', reject)
    })
    req.on('error', reject)
    req.end(body)
  })
}
