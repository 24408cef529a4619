import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

// Preloaded into the measured server. Reports on request the longest time that its event loop was blocked.
let histogram

if (isMainThread && process.send) {
  process.on('message', (message) => {
    if (message === 'watch') {
      histogram = monitorEventLoopDelay({ resolution: 10 })
      histogram.enable()
    } else if (message === 'report') {
      histogram.disable()
      process.send({ longestGap: histogram.max / 1e6 })
    }
  })
  process.channel.unref()
}
