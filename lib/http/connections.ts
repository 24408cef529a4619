import { z } from 'zod'
import { db } from '@/db/client'
import { beginAuthorization, endAuthorization } from '@/lib/auth/authorization-request'
import { requestSession } from '@/lib/auth/session'
import { addConnection } from '@/lib/commands/connections'
import { execute } from '@/lib/commands/pipeline/execute'
import { ConnectorError, type ConnectorProblem } from '@/lib/connectors/connector'
import { AppError } from '@/lib/errors'
import { logProblem } from '@/lib/log'
import { boundRemoteIds } from '@/lib/queries/bindings'
import { type ConnectProblem, OAUTH_KINDS, type OAuthKind, type OAuthSetup } from '@/lib/schemas/connections'
import { googleProvider } from './oauth/google'
import { microsoftProvider } from './oauth/microsoft'
import type { OAuthProvider } from './oauth/provider'
import { ownOrigin } from './own-origin'

const PAGE = '/settings/calendars'

const PROVIDERS: Record<OAuthKind, OAuthProvider> = { google: googleProvider, microsoft: microsoftProvider }

/** Returns whether each provider is set up, with the redirect URI that its OAuth client must list. */
export async function oauthSetups() {
  const setups = OAUTH_KINDS.map(async (kind) => {
    const redirectUri = await redirectUriOf(kind)
    const { isConfigured, isAccepted } = PROVIDERS[kind]
    return [kind, { isConfigured: isConfigured(), redirectUri, isAccepted: isAccepted(redirectUri) }]
  })
  return Object.fromEntries(await Promise.all(setups)) as Record<OAuthKind, OAuthSetup>
}

/** Returns the address of the callback. */
async function redirectUriOf(kind: OAuthKind): Promise<string> {
  return `${await ownOrigin()}/api/connections/${kind}/callback`
}

/**
 * Redirects to a provider, where the user allows access to their calendars. `account`: the one that is connected again.
 */
export function startConnection(kind: OAuthKind): (request: Request) => Promise<Response> {
  return async (request) => {
    const found = await requestSession()
    if (!found) return seeOther(`/sign-in?to=${PAGE}`)
    if (!PROVIDERS[kind].isConfigured()) return seeOther(PAGE)
    const form = await request.formData().catch(() => null)
    const { data: account } = z.email().safeParse(form?.get('account'))
    const by = { session: found.session.id, provider: kind }
    const authorization = await beginAuthorization(by, account !== undefined)
    const redirectUri = await redirectUriOf(kind)
    return seeOther(await PROVIDERS[kind].authorizationUrl({ ...authorization, redirectUri, account }))
  }
}

/**
 * Connects the account that the user has chosen at a provider. Then opens the list of its calendars, unless the account
 * was only connected again and some of its calendars are synced already.
 */
export function finishConnection(kind: OAuthKind): (request: Request) => Promise<Response> {
  const withProblem = (problem: ConnectProblem) => seeOther(`${PAGE}?problem=${problem}&provider=${kind}`)
  return async (request) => {
    const found = await requestSession()
    if (!found) return seeOther(`/sign-in?to=${PAGE}`)
    const provider = PROVIDERS[kind]
    if (!provider.isConfigured()) return seeOther(PAGE)
    const answer = new URL(request.url).searchParams
    const by = { session: found.session.id, provider: kind }
    const authorization = await endAuthorization(by, answer.get('state') ?? '')
    if (!authorization) return withProblem('expired')
    const code = answer.get('code')
    if (!code) return withProblem(provider.refusalOf(answer))
    try {
      const redirectUri = await redirectUriOf(kind)
      const { verifier, isAgain } = authorization
      const account = await provider.authorize({ redirectUri, code, verifier }, request.signal)
      const id = await connect(found.user.id, { kind, ...account })
      const hasChosen = isAgain && (await boundRemoteIds(db, id)).size > 0
      return seeOther(hasChosen ? PAGE : `${PAGE}/${id}`)
    } catch (error) {
      return withProblem(problemOf(kind, error))
    }
  }
}

/** Stores a connection of a user, and returns its id. */
export async function connect(
  userId: string,
  connection: z.input<typeof addConnection.input>,
): Promise<string> {
  const { result } = await execute({ kind: 'user', id: userId }, addConnection, connection, { origin: 'web' })
  return result.id
}

function problemOf(kind: OAuthKind, error: unknown): ConnectProblem {
  if (error instanceof AppError && error.detail.fields) return 'too-many'
  const known = error instanceof ConnectorError && PROBLEMS[error.problem]
  if (known) return known
  // An administrator has to do something about it.
  logProblem(`connecting ${kind}`, error)
  return 'refused'
}

const PROBLEMS: Partial<Record<ConnectorProblem, ConnectProblem>> = {
  'sign-in-needed': 'expired',
  'rate-limited': 'unreachable',
  unreachable: 'unreachable',
  forbidden: 'incomplete',
  gone: 'no-calendars',
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'Cache-Control': 'private, no-store' } })
}
