import { createHash, randomBytes } from 'node:crypto'
import { Refused } from './store'

export const AUTHORIZATION_PATH = '/o/oauth2/v2/auth'

/** Parameters of a request of Google's OAuth (developers.google.com/identity/protocols/oauth2/web-server). */
const GOOGLE = { access_type: /^offline$/, prompt: /\bconsent\b/ }

/** The authorization endpoint of an OAuth provider, for a user who agrees at once. */
export class Authorizations {
  /** @param required further parameters of requests, by default those of Google */
  constructor(private readonly required: Record<string, RegExp> = GOOGLE) {}

  /** Requests by the codes issued for them. A code can be redeemed once. */
  private readonly codes = new Map<string, URLSearchParams>()
  /** Scopes that the user does not allow, by clearing their checkboxes on Google's page. */
  withheldScopes: string[] = []
  /** Claims of the ID token. */
  claims: Record<string, unknown> = {}
  /** Lifetime of refresh tokens; null if unlimited. Google limits that of apps in testing to seven days. */
  refreshTokenSeconds: number | null = null

  /**
   * Returns the address to which the browser is redirected.
   * @param refusal the parameters of the callback if the access is not allowed
   */
  authorize(query: URLSearchParams, clientId: string, refusal: Record<string, string> | null): string {
    const expected = { client_id: clientId, response_type: 'code', code_challenge_method: 'S256' }
    for (const [name, value] of Object.entries(expected))
      if (query.get(name) !== value) throw new Refused(400, `invalid ${name}`)
    for (const [name, value] of Object.entries(this.required))
      if (!value.test(query.get(name) ?? '')) throw new Refused(400, `invalid ${name}`)
    const callback = new URL(query.get('redirect_uri')!)
    callback.searchParams.set('state', query.get('state')!)
    if (refusal) for (const [name, value] of Object.entries(refusal)) callback.searchParams.set(name, value)
    else {
      const code = randomBytes(16).toString('hex')
      this.codes.set(code, query)
      callback.searchParams.set('code', code)
    }
    return callback.href
  }

  /** Redeems a code by its PKCE verifier (RFC 7636 §4.6). */
  redeem(form: URLSearchParams) {
    const code = form.get('code') ?? ''
    const request = this.codes.get(code)
    this.codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isValid =
      request?.get('code_challenge') === challenge && request.get('redirect_uri') === form.get('redirect_uri')
    if (!isValid) throw new Refused(400, 'invalid_grant')
    const scopes = request.get('scope')!.split(' ')
    return {
      refresh_token: randomBytes(16).toString('hex'),
      ...(scopes.includes('openid') && { id_token: idTokenOf(this.claims) }),
      scope: scopes.filter((scope) => !this.withheldScopes.includes(scope)).join(' '),
      ...(this.refreshTokenSeconds && { refresh_token_expires_in: this.refreshTokenSeconds }),
    }
  }
}

/** Returns an ID token without a signature. */
function idTokenOf(claims: Record<string, unknown>): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`
}
