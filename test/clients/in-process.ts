import { randomUUID } from 'node:crypto'
import { PASSWORD } from '@/test/access/scenario'
import type { ActionResponse, ApiClient, ApiClients, ApiResponse } from './api-client'
import { responseText } from './api-client'
import { currentRequest } from './current-request'

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>
type Modules = Record<string, () => Promise<Record<string, unknown>>>

const ROUTES = import.meta.glob('/app/**/route.ts') as Modules
const ACTIONS = import.meta.glob('/lib/actions/*.ts') as Modules

let clients = 0

/** Calls server actions and route handlers in this process, with a cookie jar. */
class InProcessClient implements ApiClient {
  readonly cookies = new Map<string, string>()
  readonly address = `10.0.0.${++clients}`

  constructor(session?: string) {
    if (session) this.cookies.set('kinday.session', session)
  }

  get signedIn(): boolean {
    return Boolean(this.cookies.get('kinday.session'))
  }

  get(path: string): Promise<ApiResponse> {
    return this.request(path, { method: 'GET' })
  }

  post(path: string, body: unknown): Promise<ApiResponse> {
    const headers = { 'Content-Type': 'application/json', Origin: 'http://localhost' }
    return this.request(path, { method: 'POST', headers, body: JSON.stringify(body) })
  }

  postForm(path: string, fields: Record<string, string>): Promise<ApiResponse> {
    return this.request(path, { method: 'POST', body: new URLSearchParams(fields) })
  }

  async callAction(action: string, ...args: unknown[]): Promise<ActionResponse> {
    const [noun, name] = action.split('/')
    const module = await ACTIONS[`/lib/actions/${noun}.ts`]!()
    const run = module[name!] as (...args: unknown[]) => Promise<ActionResponse>
    return currentRequest.run(this, async () => {
      try {
        const answer = await run(...args)
        return { ...answer, status: 200, text: JSON.stringify(answer) }
      } catch (error) {
        const status = statusOf(error)
        return { redirect: true, status, text: '' }
      }
    })
  }

  private async request(path: string, init: RequestInit): Promise<ApiResponse> {
    const { handlers, params } = await routeOf(new URL(path, 'http://localhost').pathname)
    const handle = handlers[init.method!] as Handler
    return currentRequest.run(this, async () => {
      try {
        const request = new Request(`http://localhost${path}`, init)
        const response = await handle(request, { params: Promise.resolve(params) })
        const location = response.headers.get('location')
        return { status: response.status, location, text: await responseText(response) }
      } catch (error) {
        return { status: statusOf(error), location: null, text: '' }
      }
    })
  }
}

export const inProcessClients: ApiClients = {
  signedUp: async (name) => {
    const client = new InProcessClient()
    const email = `${randomUUID()}@example.org`
    const { ok, text } = await client.callAction('users/signUp', { name, email, password: PASSWORD })
    if (!ok) throw new Error(`${name} could not sign up: ${text}`)
    return { client, email }
  },
  withInvalidSession: () => new InProcessClient('bogus'),
}

/** Finds the route file for a path, and its parameters. Static segments take precedence, as in Next. */
async function routeOf(path: string): Promise<{ handlers: Record<string, unknown>; params: object }> {
  const segments = path.split('/').filter(Boolean)
  const found = Object.keys(ROUTES)
    .map((file) => ({ file, params: paramsOf(patternOf(file), segments) }))
    .filter(({ params }) => params)
    .sort((a, b) => Object.keys(a.params!).length - Object.keys(b.params!).length)[0]
  if (!found) throw new Error(`no route serves ${path}`)
  return { handlers: await ROUTES[found.file]!(), params: found.params! }
}

/** Returns the segments of a route file's path, without those of route groups, which are not part of URLs. */
function patternOf(file: string): string[] {
  return file
    .split('/')
    .slice(2, -1)
    .filter((segment) => !segment.startsWith('('))
}

function paramsOf(pattern: string[], segments: string[]): Record<string, string> | null {
  if (pattern.length !== segments.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of pattern.entries()) {
    const name = /^\[(\w+)\]$/.exec(segment)?.[1]
    if (name) params[name] = decodeURIComponent(segments[index]!)
    else if (segment !== segments[index]) return null
  }
  return params
}

/** Returns the status of errors that `redirect` and `notFound` throw. Rethrows others. */
function statusOf(error: unknown): number {
  const digest = String((error as { digest?: unknown } | null)?.digest)
  if (digest.startsWith('NEXT_REDIRECT')) return 303
  if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK')) return Number(digest.split(';')[1])
  throw error
}
