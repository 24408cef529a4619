import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { TEST_BUILD, TEST_DATA, TEST_PORT, TEST_ROOT } from '@/playwright.config'
import {
  type ActionResponse,
  type ApiClient,
  type ApiClients,
  type ApiResponse,
  responseText,
} from './api-client'

/** Origin of the server that browser tests share. */
export const BASE = `http://localhost:${TEST_PORT}`

/** Calls routes and server actions over HTTP, without a browser. */
export class HttpClient implements ApiClient {
  private cookies = new Map<string, string>()

  constructor(
    readonly name: string,
    private readonly base = BASE,
  ) {}

  /**
   * Returns a client with the token of a session. With an invalid token it still passes checks that only look for a
   * cookie.
   */
  static withSession(name: string, token: string): HttpClient {
    const caller = new HttpClient(name)
    caller.cookies.set('kinday.session', token)
    return caller
  }

  get signedIn(): boolean {
    return Boolean(this.cookies.get('kinday.session'))
  }

  async request(path: string, init: RequestInit = {}): Promise<ApiResponse> {
    const response = await fetch(this.base + path, {
      redirect: 'manual',
      ...init,
      headers: { Cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join('; '), ...init.headers },
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      this.cookies.set(name!, value!)
    }
    return {
      status: response.status,
      location: response.headers.get('location') ?? response.headers.get('x-action-redirect'),
      text: await responseText(response),
    }
  }

  get(path: string): Promise<ApiResponse> {
    return this.request(path)
  }

  post(path: string, body: unknown): Promise<ApiResponse> {
    return this.request(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: this.base },
      body: JSON.stringify(body),
    })
  }

  postForm(path: string, fields: Record<string, string>): Promise<ApiResponse> {
    return this.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  /** Calls a server action by name like a page does: by its id, with the arguments in the body of a POST. */
  async callAction(name: string, ...args: unknown[]): Promise<ActionResponse> {
    const { path, headers, body } = actionRequest(name, args)
    const { status, text, location } = await this.request(path, { method: 'POST', headers, body })
    if (location) return { redirect: true, status, text }
    return { ...parseActionResponse(text), status, text }
  }
}

export const httpClients: ApiClients = {
  signedUp: async (name) => {
    // Imported here, because it needs a running server and imports this file.
    const { createSignedInAccount } = await import('@/test/browser/accounts')
    const profile = { name, timeZone: 'Europe/Berlin', locale: 'en-GB' }
    const { email, token } = await createSignedInAccount(profile, 'Node')
    return { client: HttpClient.withSession(name, token), email }
  },
  withInvalidSession: () => HttpClient.withSession('nobody', 'bogus'),
}

/** Returns the request that a browser sends to call a server action. */
export function actionRequest(name: string, args: unknown[]) {
  const { id, path } = builtActions().get(name)!
  const headers = {
    'Next-Action': id,
    'Content-Type': 'text/plain;charset=UTF-8',
    Accept: 'text/x-component',
  }
  return { path, headers, body: encodeArguments(args) }
}

/** Extracts an action's answer from the text of React's response. */
export function parseActionResponse(
  text: string,
): Pick<ActionResponse, 'ok' | 'error' | 'result' | 'changeset'> {
  const row = /^1:(.*)$/m.exec(text)?.[1]
  return row?.startsWith('{') ? JSON.parse(row) : {}
}

/** Encodes plain values like React's `encodeReply`: `$` at the start of a string would mark a reference. */
function encodeArguments(args: unknown[]): string {
  return JSON.stringify(args, (_, value) =>
    typeof value === 'string' && value[0] === '$' ? `$${value}` : value,
  )
}

/** Lists every server action of the build, such as `events/createEvent`, with its id and a page that uses it. */
export function builtActions(): Map<string, { id: string; path: string }> {
  cachedActions ??= readActions()
  return cachedActions
}

let cachedActions: Map<string, { id: string; path: string }> | undefined

function readActions() {
  const file = join(TEST_ROOT, TEST_BUILD, 'server', 'server-reference-manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as {
    node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }>
  }
  return new Map(
    Object.entries(manifest.node).map(([id, { workers, filename, exportedName }]) => {
      const noun = /lib\/actions\/(.*)\.ts$/.exec(filename)![1]
      // Public pages first: the request guard redirects signed-out clients from the others.
      const page = Object.keys(PATHS).find((path) => path in workers)
      return [`${noun}/${exportedName}`, { id, path: PATHS[page ?? ''] ?? '/' }]
    }),
  )
}

/** Paths of the pages that call actions. */
const PATHS: Record<string, string> = {
  'app/(public)/sign-up/page': '/sign-up',
  'app/(public)/reset/page': '/reset',
  'app/(public)/reset/[token]/page': `/reset/${'x'.repeat(32)}`,
  'app/(public)/link/[token]/page': `/link/${'x'.repeat(32)}`,
  'app/(public)/verify/[token]/page': `/verify/${'x'.repeat(32)}`,
  'app/(public)/join/[token]/page': `/join/${'x'.repeat(32)}`,
  'app/(app)/groups/new/page': '/groups/new',
  'app/(app)/gatherings/new/page': '/gatherings/new',
  'app/(guest)/g/[token]/page': '/g/none',
  'app/(app)/groups/page': '/groups',
  'app/(app)/settings/account/page': '/settings/account',
  'app/(app)/groups/[id]/settings/page': '/groups/00000000-0000-7000-8000-000000000000/settings',
  'app/(app)/groups/[id]/page': '/groups/00000000-0000-7000-8000-000000000000',
  'app/(app)/settings/page': '/settings',
  'app/(app)/settings/calendars/[id]/page': '/settings/calendars/00000000-0000-7000-8000-000000000000',
  'app/(app)/settings/security/page': '/settings/security',
  'app/(app)/admin/settings/page': '/admin/settings',
  'app/(app)/admin/users/[id]/page': '/admin/users/00000000-0000-7000-8000-000000000000',
  'app/(app)/admin/[list]/page': '/admin/jobs',
  'app/(app)/calendars/page': '/calendars',
  'app/(app)/calendars/[id]/page': '/calendars/00000000-0000-7000-8000-000000000000',
  'app/(app)/calendars/trash/page': '/calendars/trash',
  'app/(app)/import/page': '/import',
  'app/(app)/calendar/[view]/[date]/page': '/calendar/month/2026-11-21',
}

/** Connects to the database of the server that browser tests share, to check what no response shows. */
export function connectToServerDatabase(dataDir?: string): postgres.Sql {
  return postgres(databaseUrl(dataDir), { max: 2, onnotice: () => {} })
}

/** Returns the URL of the embedded Postgres of a data folder. */
export function databaseUrl(dataDir = TEST_DATA): string {
  const { POSTGRES_PASSWORD } = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8'))
  const port = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
    .split('\n')[3]!
    .trim()
  return `postgres://kinday:${encodeURIComponent(POSTGRES_PASSWORD)}@127.0.0.1:${port}/kinday`
}
