import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { db } from '@/db/client'
import { connections } from '@/db/schema/connections'
import { users } from '@/db/schema/users'
import { decryptCredentials } from '@/lib/access/credentials'
import type { OAuthKind } from '@/lib/schemas/connections'
import { inProcessClients } from '@/test/clients/in-process'
import { makeUser } from '@/test/database/fixtures'
import { insertGoogleBinding } from '@/test/database/google-account'
import { type GoogleStub, startGoogleCalendar } from '@/test/servers/google-calendar/server'
import { CalendarStore } from '@/test/servers/google-calendar/store'
import { type MicrosoftLoginStub, startMicrosoftLogin } from '@/test/servers/microsoft-login'

const settings = vi.hoisted(() => ({}) as { google?: object | undefined; microsoft?: object | undefined })
vi.mock('@/lib/env', async (importOriginal) => {
  const { env } = await importOriginal<typeof import('@/lib/env')>()
  return {
    env: new Proxy(env, {
      get: (target, name) =>
        name === 'google' || name === 'microsoft' ? settings[name] : target[name as keyof typeof target],
    }),
  }
})

const START = { google: '/api/connections/google', microsoft: '/api/connections/microsoft' } as const
type Client = Awaited<ReturnType<typeof signUp>>

let google: GoogleStub
let microsoft: MicrosoftLoginStub
beforeAll(async () => {
  google = await startGoogleCalendar()
  microsoft = await startMicrosoftLogin()
})
afterAll(async () => {
  await google.close()
  await microsoft.close()
})
beforeEach(() => {
  const oauth = `${microsoft.url}/common/oauth2/v2.0`
  settings.microsoft = {
    ...microsoft.client,
    endpoints: {
      ...{ authorizeUrl: `${oauth}/authorize`, tokenUrl: `${oauth}/token` },
      rootUrl: `${microsoft.url}/v1.0/`,
    },
  }
  microsoft.fault = () => undefined
  microsoft.refusal = null
  microsoft.authorizations.withheldScopes = []
  microsoft.authorizations.claims = { email: 'Anna@Outlook.test' }
  settings.google = {
    ...google.client,
    issuer: google.url,
    endpoints: { rootUrl: google.url, tokenUrl: `${google.url}token` },
  }
  google.fault = () => undefined
  google.authorizations.withheldScopes = []
  google.authorizations.claims = {}
  google.authorizations.refreshTokenSeconds = null
  google.calendars.clear()
  chooseAccount('anna@gmail.test')
})

it('connects the account with encrypted tokens, and opens the list of its calendars', async () => {
  const anna = await signUp()
  google.authorizations.refreshTokenSeconds = 7 * 86_400
  const location = await connect(anna)
  const [connection] = await connectionsOf(anna)
  expect(location).toBe(`/settings/calendars/${connection!.id}`)
  expect(connection).toMatchObject({ kind: 'google', account: 'anna@gmail.test', problem: null })
  expect(connection!.consentExpiresAt!.getTime()).toBeGreaterThan(Date.now() + 6 * 86_400_000)
  const { tokens } = decryptCredentials(connection!, `connection-${connection!.id}`) as {
    tokens: Record<string, unknown>
  }
  expect(google.tokens.has(String(tokens.access_token))).toBe(true)
  expect(tokens.refresh_token).toBeTruthy()
})

it('requests access to calendars only, and a refresh token', async () => {
  const anna = await signUp()
  const { location } = await anna.client.post(START.google, {})
  const request = new URL(location!).searchParams
  expect(
    request
      .get('scope')!
      .split(' ')
      .every((scope) => scope === 'openid' || scope.includes('/auth/calendar.')),
  ).toBe(true)
  expect(request.get('access_type')).toBe('offline')
  expect(request.get('redirect_uri')).toMatch(/\/api\/connections\/google\/callback$/)
})

it('connects several accounts for one user, and the same account for several users', async () => {
  const [anna, ben] = [await signUp(), await signUp()]
  await connect(anna)
  chooseAccount('anna@work.test')
  await connect(anna)
  await connect(ben)
  expect((await connectionsOf(anna)).map(({ account }) => account).sort()).toEqual([
    'anna@gmail.test',
    'anna@work.test',
  ])
  expect(await connectionsOf(ben)).toHaveLength(1)
})

it('returns with a message if the user denies access or does not allow all of it', async () => {
  const anna = await signUp()
  google.account = null
  expect(await connect(anna)).toBe(problem('denied'))
  chooseAccount('anna@gmail.test')
  google.authorizations.withheldScopes = ['https://www.googleapis.com/auth/calendar.events']
  expect(await connect(anna)).toBe(problem('incomplete'))
  expect(await connectionsOf(anna)).toEqual([])
})

it('refuses a callback that is repeated, has another state, or belongs to another session', async () => {
  const [anna, eve] = [await signUp(), await signUp()]
  const expired = problem('expired')
  const callback = await agree(anna)
  await anna.client.get(callback)
  expect((await anna.client.get(callback)).location, 'repeated').toBe(expired)

  const url = new URL(await agree(anna), 'http://localhost')
  url.searchParams.set('state', 'another')
  expect((await anna.client.get(url.pathname + url.search)).location, 'another state').toBe(expired)

  // Eve sends Anna the address with which Google connects Eve's account.
  expect((await anna.client.get(await agree(eve))).location, 'without a request of its own').toBe(expired)
  const foreign = await agree(eve)
  anna.client.cookies.set('kinday.authorization', eve.client.cookies.get('kinday.authorization')!)
  expect((await anna.client.get(foreign)).location, 'with the cookie of another session').toBe(expired)
  expect(await connectionsOf(eve)).toEqual([])
  expect(await connectionsOf(anna)).toHaveLength(1)
})

it('refuses a callback after a quarter of an hour', async () => {
  const anna = await signUp()
  const callback = await agree(anna)
  const late = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 16 * 60_000)
  expect((await anna.client.get(callback)).location).toBe(problem('expired'))
  late.mockRestore()
})

it('returns with a message if Google does not answer, refuses the client, or has no Calendar API enabled', async () => {
  const anna = await signUp()
  const log = vi.spyOn(console, 'error').mockReturnValue()
  google.fault = ({ path }) =>
    path.endsWith('/calendarList') ? { status: 503, reason: 'backendError' } : undefined
  expect(await connect(anna)).toBe(problem('unreachable'))
  google.fault = ({ path }) => (path === '/token' ? { status: 401, reason: 'invalid_client' } : undefined)
  expect(await connect(anna)).toBe(problem('refused'))
  google.fault = ({ path }) =>
    path.endsWith('/calendarList') ? { status: 403, reason: 'accessNotConfigured' } : undefined
  expect(await connect(anna)).toBe(problem('refused'))
  log.mockRestore()
  expect(await connectionsOf(anna)).toEqual([])
})

it('redirects a signed-out user to the sign-in page, and others to the settings if Google is not set up', async () => {
  const anna = await signUp()
  const callback = await agree(anna)
  anna.client.cookies.delete('kinday.session')
  expect((await anna.client.get(callback)).location).toBe('/sign-in?to=/settings/calendars')
  expect((await anna.client.post(START.google, {})).location).toBe('/sign-in?to=/settings/calendars')
  const ben = await signUp()
  settings.google = undefined
  expect((await ben.client.post(START.google, {})).location).toBe('/settings/calendars')
  expect((await ben.client.get(callback)).location).toBe('/settings/calendars')
})

it('connects accounts at Microsoft, with the tokens and the address that it returns', async () => {
  const anna = await signUp()
  const location = await connect(anna, 'microsoft')
  const [connection] = await connectionsOf(anna)
  expect(location).toBe(`/settings/calendars/${connection!.id}`)
  expect(connection).toMatchObject({
    kind: 'microsoft',
    account: 'anna@outlook.test',
    consentExpiresAt: null,
  })
  const { tokens } = decryptCredentials(connection!, `connection-${connection!.id}`) as {
    tokens: Record<string, unknown>
  }
  expect(tokens).toEqual({
    ...{ access_token: 'access', refresh_token: expect.stringMatching(/./) },
    expiry_date: expect.any(Number),
  })
  // Not an address: the name with which the user signs in is used.
  microsoft.authorizations.claims = { email: '+49 30 1234', preferred_username: 'anna@contoso.test' }
  await connect(anna, 'microsoft')
  await connect(anna, 'microsoft')
  expect((await connectionsOf(anna)).map(({ account }) => account)).toEqual([
    'anna@outlook.test',
    'anna@contoso.test',
  ])
})

it.each([
  ['google', { sub: '1081' }],
  ['microsoft', { sub: 'AAAA', oid: '8f1c', tid: '9188' }],
] as const)(
  'recognizes an account at %s whose address has changed, and gives it the new one',
  async (kind, id) => {
    const anna = await signUp()
    const signIn = async (email: string, claims: object) => {
      const { authorizations } = kind === 'google' ? google : microsoft
      authorizations.claims = { ...claims, email }
      google.calendars.clear()
      chooseAccount(email)
      await connect(anna, kind)
    }
    // Connected before the identifier was stored.
    await signIn('anna@old.test', {})
    const first = (await connectionsOf(anna))[0]!.id
    for (const email of ['anna@old.test', 'anna@new.test']) await signIn(email, id)
    expect(await connectionsOf(anna)).toMatchObject([{ id: first, account: 'anna@new.test' }])
    // The former address now belongs to another account.
    await signIn('anna@old.test', { ...id, sub: 'other', oid: 'other' })
    expect((await connectionsOf(anna)).map(({ account }) => account)).toEqual([
      'anna@new.test',
      'anna@old.test',
    ])
  },
)

it('says why Microsoft or the user did not allow the access', async () => {
  const anna = await signUp()
  const description = (code: number) => `AADSTS${code}: the administrator … Trace ID: x`
  const refusals: [Record<string, string>, string][] = [
    [{ error: 'access_denied', error_description: description(65004) }, 'denied'],
    [{ error: 'access_denied', error_description: description(65001) }, 'needs-admin'],
    [{ error: 'consent_required', error_description: description(90094) }, 'needs-admin'],
    [{ error: 'temporarily_unavailable' }, 'unreachable'],
    [{ error: 'unauthorized_client' }, 'refused'],
  ]
  for (const [refusal, code] of refusals) {
    microsoft.refusal = refusal
    expect(await connect(anna, 'microsoft'), JSON.stringify(refusal)).toBe(problem(code, 'microsoft'))
  }
  microsoft.refusal = null
  microsoft.authorizations.withheldScopes = ['Calendars.ReadWrite']
  expect(await connect(anna, 'microsoft')).toBe(problem('incomplete', 'microsoft'))
  expect(await connectionsOf(anna)).toEqual([])
})

it('says why Microsoft issued no tokens, or why the account has no calendars', async () => {
  const anna = await signUp()
  const log = vi.spyOn(console, 'error').mockReturnValue()
  const expectProblem = async (code: string, part: string, status: number, body: object) => {
    microsoft.fault = (path) => (path.includes(part) ? { status, body } : undefined)
    expect(await connect(anna, 'microsoft')).toBe(problem(code, 'microsoft'))
  }
  await expectProblem('refused', '/token', 401, { error: 'invalid_client', error_codes: [7000222] })
  expect(JSON.stringify(log.mock.calls)).toContain('7000222')
  await expectProblem('expired', '/token', 400, { error: 'invalid_grant' })
  await expectProblem('unreachable', '/token', 503, {})
  await expectProblem('unreachable', '/token', 200, { error: 'no token' })
  const noMailbox = { error: { code: 'MailboxNotEnabledForRESTAPI', message: 'x' } }
  await expectProblem('no-calendars', '/me/calendars', 404, noMailbox)
  microsoft.fault = () => undefined
  microsoft.authorizations.claims = {}
  expect(await connect(anna, 'microsoft')).toBe(problem('refused', 'microsoft'))
  log.mockRestore()
  expect(await connectionsOf(anna)).toEqual([])
})

it('opens the list of accounts if an account was connected again whose calendars are synced', async () => {
  const anna = await signUp()
  await connect(anna)
  const [connection] = await connectionsOf(anna)
  const account = { account: 'anna@gmail.test' }
  const choice = `/settings/calendars/${connection!.id}`
  expect((await anna.client.get(await agree(anna, 'google', account))).location).toBe(choice)
  const user = await makeUser('Other')
  await insertGoogleBinding(connection!.id, user.calendar)
  expect((await anna.client.get(await agree(anna, 'google', account))).location).toBe('/settings/calendars')
  expect(await connect(anna)).toBe(choice)
})

it('refuses the callback of one provider for a request that began at another', async () => {
  const anna = await signUp()
  const callback = (await agree(anna, 'microsoft')).replace('/microsoft/', '/google/')
  expect((await anna.client.get(callback)).location).toBe(problem('expired'))
})

/** The path to which a failed connection leads. */
function problem(code: string, provider = 'google') {
  return `/settings/calendars?problem=${code}&provider=${provider}`
}

async function signUp() {
  const { client, email } = await inProcessClients.signedUp('Anna')
  return { client: client as typeof client & { cookies: Map<string, string> }, email }
}

function chooseAccount(address: string) {
  google.account = address
  google.calendars.set(address, {
    ...{ store: new CalendarStore('Europe/Berlin'), summary: address, accessRole: 'owner', colorId: '1' },
  })
}

/** Starts a connection and agrees at its provider. Returns the path of the callback. */
async function agree({ client }: Client, kind: OAuthKind = 'google', form = {}): Promise<string> {
  const { location } = await client.postForm(START[kind], form)
  const { headers } = await fetch(location!, { redirect: 'manual' })
  const callback = new URL(headers.get('location')!)
  return callback.pathname + callback.search
}

/** Connects the chosen account. Returns the path to which the callback leads. */
async function connect(user: Client, kind: OAuthKind = 'google'): Promise<string | null | undefined> {
  return (await user.client.get(await agree(user, kind))).location
}

async function connectionsOf({ email }: Client) {
  const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  return await db.select().from(connections).where(eq(connections.userId, user!.id))
}
