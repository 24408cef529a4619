import { createHash, randomBytes } from 'node:crypto'
import { Refused } from './store'

/**
 * The authorization endpoint of Microsoft's OAuth (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow), for
 * a user who agrees at once.
 */
export class Authorizations {
  /** Requests by the codes issued for them. A code can be redeemed once. */
  private readonly codes = new Map<string, URLSearchParams>()
  /** Scopes that an administrator does not allow. */
  withheldScopes: string[] = []

  /** Returns the address to which the browser is redirected. @param account null if the user refuses */
  authorize(query: URLSearchParams, clientId: string, account: string | null): string {
    const expected = { client_id: clientId, response_type: 'code', code_challenge_method: 'S256' }
    for (const [name, value] of Object.entries(expected))
      if (query.get(name) !== value) throw new Refused(400, 'invalid_request')
    const callback = new URL(query.get('redirect_uri')!)
    callback.searchParams.set('state', query.get('state')!)
    if (account === null) callback.searchParams.set('error', 'access_denied')
    else {
      const code = randomBytes(16).toString('hex')
      this.codes.set(code, query)
      callback.searchParams.set('code', code)
    }
    return callback.href
  }

  /** Redeems a code by its PKCE verifier (RFC 7636 §4.6). */
  redeem(form: URLSearchParams, account: string) {
    const code = form.get('code') ?? ''
    const request = this.codes.get(code)
    this.codes.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    const isValid =
      request?.get('code_challenge') === challenge && request.get('redirect_uri') === form.get('redirect_uri')
    if (!isValid) throw new Refused(400, 'invalid_grant')
    const scopes = request
      .get('scope')!
      .split(' ')
      .filter((scope) => !this.withheldScopes.includes(scope))
    const claims = Buffer.from(JSON.stringify({ email: account, preferred_username: account })).toString(
      'base64url',
    )
    return {
      ...(scopes.includes('offline_access') && { refresh_token: randomBytes(16).toString('hex') }),
      scope: scopes.filter((scope) => scope.includes('.')).join(' '),
      ...(scopes.includes('openid') && { id_token: `e30.${claims}.` }),
    }
  }
}
