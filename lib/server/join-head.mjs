/**
 * Sends the head of a response together with what is written in the same turn of the event loop. Next flushes the head
 * on its own before the body, which costs another system call and packet per response.
 * @param {import('node:http').ServerResponse} res
 */
export function joinHead(res) {
  const flush = res.flushHeaders
  res.flushHeaders = () => {
    if (res.headersSent) return
    res.cork()
    flush.call(res)
    setImmediate(() => {
      // The end of a response uncorks its connection, which may serve the next request by now.
      if (!res.writableEnded) res.uncork()
    })
  }
}
