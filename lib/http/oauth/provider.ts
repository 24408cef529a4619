import type { ConnectProblem } from '@/lib/schemas/connections'

/** An account that a user has allowed Kinday to access. */
export interface AuthorizedAccount {
  /** Its e-mail address. */
  account: string
  /** The identifier that stays when its address changes; null if the provider has sent none. */
  subject: string | null
  credentials: Record<string, unknown>
  /** When the provider ends the access; null if it does not. */
  consentExpiresAt: Date | null
}

/** A provider at which users allow access to their calendars by OAuth (RFC 6749 §4.1). */
export interface OAuthProvider {
  /** Whether the administrator has set an OAuth client. */
  isConfigured(): boolean
  /** Whether the provider accepts a redirect URI. */
  isAccepted(redirectUri: string): boolean
  /**
   * Returns the address at which the user allows access.
   * @param challenge of PKCE
   * @param account the one that is connected again
   */
  authorizationUrl(request: {
    redirectUri: string
    state: string
    challenge: string
    account: string | undefined
  }): Promise<string>
  /** Returns the reason for which the provider has sent no code, from the parameters of the callback. */
  refusalOf(answer: URLSearchParams): ConnectProblem
  /**
   * Exchanges the code of the callback for access to the account, and tries to read its calendars.
   * @throws ConnectorError `sign-in-needed`: the code has expired; `forbidden`: the user has not allowed all of the
   *   access; `gone`: the account has no calendars; `refused`: the administrator has to correct the setup
   */
  authorize(
    answer: { redirectUri: string; code: string; verifier: string },
    signal: AbortSignal,
  ): Promise<AuthorizedAccount>
}
