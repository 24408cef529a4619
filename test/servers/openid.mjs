import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { closeServer } from './close-server.mjs'

/**
 * Starts a stub of Google's OpenID provider (developers.google.com/identity/openid-connect/openid-connect): discovery,
 * authorization code with PKCE, client_secret_post, JWKS, ID tokens signed with RS256. It checks what Google checks.
 * `person`: claims of the user who signs in; null cancels. `refused`: reasons of rejected requests.
 * `authorizeCalendars`: returns the URL to which a request for calendar scopes is redirected; set by the stub of Google
 * Calendar.
 *
 * @returns {Promise<{ issuer: string, client: { id: string, secret: string }, person: object | null, refused:
 *   string[], authorizeCalendars: ((query: URLSearchParams) => string) | null, close(): Promise<void> }>}
 */
export async function startOpenId() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = { id: 'kinday.apps.test', secret: randomBytes(12).toString('hex') }
  const state = { client, person: null, refused: [], authorizeCalendars: null }
  const codes = new Map()
  const kid = randomBytes(8).toString('hex')

  const routes = {
    'GET /.well-known/openid-configuration': () => ({
      issuer: state.issuer,
      authorization_endpoint: `${state.issuer}/o/oauth2/v2/auth`,
      token_endpoint: `${state.issuer}/token`,
      jwks_uri: `${state.issuer}/certs`,
      userinfo_endpoint: `${state.issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      code_challenge_methods_supported: ['plain', 'S256'],
    }),
    'GET /certs': () => ({
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }],
    }),
    'GET /o/oauth2/v2/auth': (query) => {
      if (query.get('client_id') !== client.id) return refuse('another client_id')
      if (query.get('response_type') !== 'code') return refuse('response_type is not code')
      if (query.get('code_challenge_method') !== 'S256') return refuse('no PKCE')
      if (state.authorizeCalendars && query.get('scope')?.includes('/auth/calendar'))
        return { redirect: state.authorizeCalendars(query) }
      if (!query.get('scope')?.split(' ').includes('openid')) return refuse('no scope openid')
      const callback = new URL(query.get('redirect_uri'))
      if (query.get('state')) callback.searchParams.set('state', query.get('state'))
      if (!state.person) callback.searchParams.set('error', 'access_denied')
      else {
        const code = randomBytes(16).toString('hex')
        codes.set(code, { query, person: state.person })
        callback.searchParams.set('code', code)
      }
      return { redirect: callback.href }
    },
    'POST /token': (form) => {
      const authorized = codes.get(form.get('code'))
      // A code can be used once.
      codes.delete(form.get('code'))
      if (!authorized) return refuse('unknown code')
      if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) {
        return refuse('wrong client_id or client_secret')
      }
      if (form.get('redirect_uri') !== authorized.query.get('redirect_uri'))
        return refuse('another redirect_uri')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (challenge !== authorized.query.get('code_challenge')) return refuse('wrong code_verifier')
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: state.issuer,
        aud: client.id,
        azp: client.id,
        iat: now,
        exp: now + 3600,
        ...(authorized.query.get('nonce') && { nonce: authorized.query.get('nonce') }),
        ...authorized.person,
      }
      return {
        access_token: randomBytes(16).toString('hex'),
        expires_in: 3599,
        scope: 'openid email profile',
        token_type: 'Bearer',
        id_token: signToken(claims),
      }
    },
  }

  const server = createServer(async (req, res) => {
    const url = new URL(req.url, state.issuer)
    let body = ''
    for await (const chunk of req) body += chunk
    const route = routes[`${req.method} ${url.pathname}`]
    const answer = route?.(req.method === 'POST' ? new URLSearchParams(body) : url.searchParams) ?? {
      status: 404,
    }
    if (answer.redirect) return res.writeHead(302, { location: answer.redirect }).end()
    const { status = 200, ...json } = answer
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, {
    issuer: `http://127.0.0.1:${server.address().port}`,
    close: () => closeServer(server),
  })

  function refuse(reason) {
    state.refused.push(reason)
    return { status: 400, error: 'invalid_request', error_description: reason }
  }

  function signToken(claims) {
    const encode = (part) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const text = `${encode({ alg: 'RS256', kid, typ: 'JWT' })}.${encode(claims)}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
  }
}
