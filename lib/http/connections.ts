import { z } from 'zod'
import { beginAuthorization, endAuthorization } from '@/lib/auth/authorization-request'
import { requestSession } from '@/lib/auth/session'
import { addConnection } from '@/lib/commands/connections'
import { execute } from '@/lib/commands/pipeline/execute'
import { ConnectorError, type ConnectorProblem } from '@/lib/connectors/connector'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { logProblem } from '@/lib/log'
import type { ConnectProblem } from '@/lib/schemas/connections'
import { consentExpiryOf, openConnectorWith } from '@/lib/sync/open-connector'
import { ownOrigin } from './own-origin'

const PAGE = '/settings/calendars'

/** Returns the address of the callback, which the OAuth client of the administrator lists as redirect URI. */
export async function googleRedirectUri(): Promise<string> {
  return `${await ownOrigin()}/api/connections/google/callback`
}

/** Redirects to Google, where the user allows access to their calendars. `account`: the one that is connected again. */
export async function startGoogleConnection(request: Request): Promise<Response> {
  const found = await requestSession()
  if (!found) return seeOther(`/sign-in?to=${PAGE}`)
  if (!env.google) return seeOther(PAGE)
  const form = await request.formData().catch(() => null)
  const { authorizationUrl } = await loadAuthorization()
  const { data: account } = z.email().safeParse(form?.get('account'))
  return seeOther(
    authorizationUrl({
      ...(await beginAuthorization(found.session.id)),
      issuer: env.google.issuer,
      clientId: env.google.id,
      redirectUri: await googleRedirectUri(),
      account,
    }),
  )
}

/** Connects the account that the user has chosen at Google, then opens the list of its calendars. */
export async function finishGoogleConnection(request: Request): Promise<Response> {
  const found = await requestSession()
  if (!found) return seeOther(`/sign-in?to=${PAGE}`)
  if (!env.google) return seeOther(PAGE)
  const answer = new URL(request.url).searchParams
  const verifier = await endAuthorization(found.session.id, answer.get('state') ?? '')
  if (!verifier) return withProblem('expired')
  const code = answer.get('code')
  if (!code) return withProblem(answer.get('error') === 'access_denied' ? 'denied' : 'refused')
  try {
    const id = await connectGoogle(found.user.id, { code, verifier }, env.google, request.signal)
    return seeOther(`${PAGE}/${id}`)
  } catch (error) {
    return withProblem(problemOf(error))
  }
}

async function connectGoogle(
  userId: string,
  answer: { code: string; verifier: string },
  { id: clientId, secret: clientSecret, endpoints }: NonNullable<typeof env.google>,
  signal: AbortSignal,
): Promise<string> {
  const client = { clientId, clientSecret, ...(endpoints && { endpoints }) }
  const redirectUri = await googleRedirectUri()
  const { redeemCode } = await loadAuthorization()
  const { tokens, ...lifetime } = await redeemCode({ ...client, redirectUri }, answer, Date.now())
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
  const connection = { kind: 'google', account, credentials, consentExpiresAt }
  const { result } = await execute({ kind: 'user', id: userId }, addConnection, connection, { origin: 'web' })
  return result.id
}

/** Loaded at the first use: the package of Google's API takes megabytes of memory. */
function loadAuthorization() {
  return import('@/lib/connectors/google/authorization')
}

function problemOf(error: unknown): ConnectProblem {
  if (error instanceof AppError && error.detail.fields) return 'too-many'
  const known = error instanceof ConnectorError && PROBLEMS[error.problem]
  if (known) return known
  // An administrator has to do something about it.
  logProblem('connecting Google', error)
  return 'refused'
}

const PROBLEMS: Partial<Record<ConnectorProblem, ConnectProblem>> = {
  'sign-in-needed': 'expired',
  'rate-limited': 'unreachable',
  unreachable: 'unreachable',
  forbidden: 'incomplete',
}

function withProblem(problem: ConnectProblem): Response {
  return seeOther(`${PAGE}?problem=${problem}`)
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, 'Cache-Control': 'private, no-store' } })
}
