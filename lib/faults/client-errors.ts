/**
 * Names of errors that Node, fetch and Next throw when a client goes away or sends an address that cannot be decoded.
 */
const NAMES = new Set(['AbortError', 'ResponseAborted', 'DecodeError', 'NormalizeError', 'URIError'])

/** Codes of errors of a connection that the client has closed. */
const CODES = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'UND_ERR_ABORTED',
  'ABORT_ERR',
])

/** Messages of Next for request heads and bodies that it cannot read. */
const MESSAGES = [
  /^aborted$/i,
  /router state header/i,
  /Server Actions? request/i,
  /Server Action arguments list is too long/,
  /^Failed to (find Server Action|parse body as FormData)/i,
  /Unexpected end of form/i,
]

/** Checks whether an error is the client's (a request that cannot be read, a closed connection), not the server's. */
export function isClientMistake(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, message } = error
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown }
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return true
  return (
    NAMES.has(name) ||
    (typeof code === 'string' && CODES.has(code) && !('address' in error)) ||
    MESSAGES.some((pattern) => pattern.test(message))
  )
}

/**
 * Checks whether an error of a server action was thrown while Next parsed its arguments, by its stack: the first frame
 * is not our own code.
 */
export function isUnreadableRequest(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  const thrownAt = error.stack?.split('\n').find((line) => /^\s+at /.test(line)) ?? ''
  return /node_modules[\\/]next[\\/]dist|node:internal|<anonymous>/.test(thrownAt)
}
