import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

/** Loaded into the server that is measured: tells on request how long its event loop was busy at a stretch. */
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
