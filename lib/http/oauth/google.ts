import { ConnectorError } from '@/lib/connectors/connector'
import { isAcceptedRedirectUri } from '@/lib/connectors/google/redirect-uri'
import { env } from '@/lib/env'
import { consentExpiryOf, openConnectorWith } from '@/lib/sync/open-connector'
import type { OAuthProvider } from './provider'

export const googleProvider: OAuthProvider = {
  isConfigured: () => env.google !== undefined,
  isAccepted: isAcceptedRedirectUri,

  async authorizationUrl(request) {
    const { authorizationUrl } = await loadAuthorization()
    const { id: clientId, issuer } = env.google!
    return authorizationUrl({ issuer, clientId, ...request })
  },

  refusalOf: (answer) => (answer.get('error') === 'access_denied' ? 'denied' : 'refused'),

  async authorize({ redirectUri, ...answer }, signal) {
    const { id: clientId, secret: clientSecret, endpoints } = env.google!
    const client = { clientId, clientSecret, redirectUri, ...(endpoints && { endpoints }) }
    const { redeemCode } = await loadAuthorization()
    const { tokens, subject, ...lifetime } = await redeemCode(client, answer, Date.now())
    const credentials = { tokens }
    const connector = await openConnectorWith('google', credentials)
    const calendars = await connector.listCalendars(signal).catch((error) => {
      // The user has granted access, so Google refuses the project: its Calendar API is not enabled.
      const isProject = error instanceof ConnectorError && error.problem === 'forbidden'
      throw isProject ? new ConnectorError('refused', error.message) : error
    })
    // The id of the primary calendar is the address of the account.
    const account = calendars.find(({ isPrimary }) => isPrimary)?.id
    if (!account) throw new ConnectorError('refused', 'no primary calendar')
    const consentExpiresAt = consentExpiryOf(lifetime, Date.now()) ?? null
    return { account, subject, credentials, consentExpiresAt }
  },
}

/** Loaded at the first use: the package of Google's API takes megabytes of memory. */
function loadAuthorization() {
  return import('@/lib/connectors/google/authorization')
}
