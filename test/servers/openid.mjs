import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

/**
 * An OpenID provider that speaks Google's flow (developers.google.com/identity/openid-connect/openid-connect):
 * discovery, authorization code with PKCE, client_secret_post, keys as JWKS, ID tokens signed with RS256. On loopback.
 * `person` is who is at the keyboard there: null cancels. It checks what Google checks, so that a client that forgets
 * something is refused here too.
 *
 * @returns {Promise<{ issuer: string, client: { id: string, secret: string }, person: object | null, refused: string[],
 *   close(): Promise<void> }>}
 */
export async function startOpenId() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const client = { id: 'kinday.apps.test', secret: randomBytes(12).toString('hex') }
  const state = { client, person: null, refused: [] }
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
      if (query.get('response_type') !== 'code') return refuse('not a code asked for')
      if (query.get('code_challenge_method') !== 'S256') return refuse('no PKCE')
      if (!query.get('scope')?.split(' ').includes('openid')) return refuse('no scope openid')
      const back = new URL(query.get('redirect_uri'))
      if (query.get('state')) back.searchParams.set('state', query.get('state'))
      if (!state.person) back.searchParams.set('error', 'access_denied')
      else {
        const code = randomBytes(16).toString('hex')
        codes.set(code, { query, person: state.person })
        back.searchParams.set('code', code)
      }
      return { redirect: back.href }
    },
    'POST /token': (form) => {
      const given = codes.get(form.get('code'))
      // A code is good once.
      codes.delete(form.get('code'))
      if (!given) return refuse('unknown code')
      if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) {
        return refuse('client_secret_post is wrong')
      }
      if (form.get('redirect_uri') !== given.query.get('redirect_uri')) return refuse('another redirect_uri')
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      if (challenge !== given.query.get('code_challenge')) return refuse('the verifier is wrong')
      const now = Math.floor(Date.now() / 1000)
      const claims = {
        iss: state.issuer,
        aud: client.id,
        azp: client.id,
        iat: now,
        exp: now + 3600,
        ...(given.query.get('nonce') && { nonce: given.query.get('nonce') }),
        ...given.person,
      }
      return {
        access_token: randomBytes(16).toString('hex'),
        expires_in: 3599,
        scope: 'openid email profile',
        token_type: 'Bearer',
        id_token: signed(claims),
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
    close: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      }),
  })

  function refuse(why) {
    state.refused.push(why)
    return { status: 400, error: 'invalid_request', error_description: why }
  }

  function signed(claims) {
    const coded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url')
    const text = `${coded({ alg: 'RS256', kid, typ: 'JWT' })}.${coded(claims)}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`
  }
}
