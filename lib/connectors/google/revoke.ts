import { ConnectorError } from '../connector'

const REVOKE_URL = 'https://oauth2.googleapis.com/revoke'

/**
 * Ends the access to a Google account (developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke). A token
 * that is not valid any more is no error.
 * @param tokenUrl address of the token endpoint, beside which the other one is; Google's own by default
 * @throws ConnectorError `unreachable`
 */
export async function revokeToken(
  token: string,
  tokenUrl: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const url = tokenUrl ? new URL('revoke', tokenUrl) : REVOKE_URL
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ token }), signal }).catch(
    () => null,
  )
  await response?.body?.cancel()
  if (!response || response.status >= 500) throw new ConnectorError('unreachable', 'revoke')
}
