/**
 * Runs work with a time limit. When the limit is exceeded, aborts the signal and rejects, even if the work goes on.
 * @param name for the error
 * @param stop aborts the work too
 * @throws the error of the work, or one for the exceeded limit
 */
export async function withTimeLimit(
  name: string,
  maxMs: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = new AbortController()
  const signal = AbortSignal.any([limit.signal, stop])
  const timer = setTimeout(
    () => limit.abort(new Error(`${name} took longer than ${maxMs / 1000} seconds`)),
    maxMs,
  )
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  )
  try {
    await Promise.race([work(signal), aborted])
  } finally {
    clearTimeout(timer)
  }
}
