import { RefusedRequest } from '@/lib/outgoing/target'
import { ConnectorError, type ConnectorProblem, ResponseTimeout } from './connector'

/** Codes of certificates that Node does not accept (nodejs.org/api/tls.html#x509-certificate-error-codes). */
const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH/

/** Converts an error of `guardedFetch` to a ConnectorError. */
export function outgoingError(error: unknown): ConnectorError {
  if (error instanceof RefusedRequest) return new ConnectorError(REFUSALS[error.reason], error.reason)
  if (error instanceof DOMException && error.name === 'TimeoutError') return new ResponseTimeout()
  const code = String((error as { code?: unknown })?.code ?? (error as Error)?.name)
  return new ConnectorError(CERTIFICATE_ERROR.test(code) ? 'bad-certificate' : 'unreachable', code)
}

const REFUSALS = {
  'bad-url': 'refused',
  'private-target': 'private-target',
  'too-large': 'too-large',
  busy: 'busy',
  'too-many-redirects': 'unreachable',
} as const satisfies Record<RefusedRequest['reason'], ConnectorProblem>
