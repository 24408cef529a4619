import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { closeServer } from './close-server.mjs'
import { Authorizations } from './google-calendar/authorization'
import { Refused } from './google-calendar/store'

/** The OAuth endpoints of Microsoft for one account, with the list of its calendars. */
export interface MicrosoftLoginStub {
  url: string
  client: { id: string; secret: string }
  authorizations: Authorizations
  /** The parameters with which the authorization endpoint refuses; null: the user agrees. */
  refusal: Record<string, string> | null
  /** Returns how a request fails, if it does. */
  fault(path: string): { status: number; body: object } | undefined
  close(): Promise<void>
}

const NO_FAULT = () => undefined

/**
 * Starts a stub of Microsoft's identity platform (learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow)
 * for the tenant `common`.
 */
export async function startMicrosoftLogin(): Promise<MicrosoftLoginStub> {
  const stub: MicrosoftLoginStub = {
    url: '',
    client: { id: '6731de76-14a6-49ae-97bc-6eba6914391e', secret: randomBytes(12).toString('hex') },
    authorizations: new Authorizations({ response_mode: /^query$/, scope: /\boffline_access\b/ }),
    refusal: null,
    fault: NO_FAULT,
    close: () => closeServer(server),
  }
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const form = new URLSearchParams(Buffer.concat(chunks).toString())
    const { status, body, location } = answer(stub, pathname, searchParams, form)
    const headers = { 'content-type': 'application/json', ...(location && { location }) }
    response.writeHead(status, headers).end(JSON.stringify(body ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return stub
}

interface Answer {
  status: number
  body?: object
  location?: string
}

function answer(
  stub: MicrosoftLoginStub,
  path: string,
  query: URLSearchParams,
  form: URLSearchParams,
): Answer {
  const fault = stub.fault(path)
  if (fault) return fault
  if (path === '/common/oauth2/v2.0/authorize')
    return { status: 302, location: stub.authorizations.authorize(query, stub.client.id, stub.refusal) }
  if (path === '/common/oauth2/v2.0/token') return token(stub, form)
  if (path === '/v1.0/me/calendars') return { status: 200, body: { value: [CALENDAR] } }
  return { status: 404, body: { error: { code: 'ErrorItemNotFound' } } }
}

const CALENDAR = {
  ...{ id: 'AAMkAD', name: 'Calendar', isDefaultCalendar: true, canEdit: true, color: 'auto' },
  owner: { name: 'Anna', address: 'anna@outlook.test' },
}

function token({ client, authorizations }: MicrosoftLoginStub, form: URLSearchParams): Answer {
  if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret)
    return { status: 401, body: { error: 'invalid_client', error_codes: [7000215] } }
  try {
    const issued = authorizations.redeem(form)
    return {
      status: 200,
      body: { access_token: 'access', token_type: 'Bearer', expires_in: 3599, ...issued },
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { status: 400, body: { error: error.reason, error_codes: [70000] } }
  }
}
