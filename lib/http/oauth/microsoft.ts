import { ConnectorError } from '@/lib/connectors/connector'
import { authorizationRefusal, authorizationUrl, redeemCode } from '@/lib/connectors/microsoft/authorization'
import { isAcceptedRedirectUri } from '@/lib/connectors/microsoft/redirect-uri'
import { env } from '@/lib/env'
import { openConnectorWith } from '@/lib/sync/open-connector'
import type { OAuthProvider } from './provider'

export const microsoftProvider: OAuthProvider = {
  isConfigured: () => env.microsoft !== undefined,
  isAccepted: isAcceptedRedirectUri,

  async authorizationUrl(request) {
    const { id: clientId, endpoints } = env.microsoft!
    return authorizationUrl({ endpoints, clientId, ...request })
  },

  refusalOf: authorizationRefusal,

  async authorize({ redirectUri, ...answer }, signal) {
    const { id: clientId, secret: clientSecret, endpoints } = env.microsoft!
    const client = { clientId, clientSecret, endpoints, redirectUri }
    const { tokens, ...account } = await redeemCode(client, answer, Date.now(), signal)
    const credentials = { tokens }
    const connector = await openConnectorWith('microsoft', credentials)
    await connector.listCalendars(signal).catch((error) => {
      // The user has granted access, so the account has no mailbox: not every Microsoft account has one.
      const hasNone = error instanceof ConnectorError && ['forbidden', 'not-found'].includes(error.problem)
      throw hasNone ? new ConnectorError('gone', error.message) : error
    })
    return { ...account, credentials, consentExpiresAt: null }
  },
}
