/**
 * Returns a signal that aborts with a TimeoutError after a time, or earlier with another signal. In Node 20, a signal
 * of `AbortSignal.any` that follows one of `AbortSignal.timeout` can be garbage collected, and then never aborts.
 */
export function timeoutSignal(ms: number, signal?: AbortSignal | null): AbortSignal {
  const limit = new AbortController()
  setTimeout(() => limit.abort(new DOMException('The operation timed out', 'TimeoutError')), ms).unref()
  return signal ? AbortSignal.any([limit.signal, signal]) : limit.signal
}
