import { readZip } from '@/lib/calendar/server/zip'

export interface ApiResponse {
  status: number
  location: string | null
  text: string
}

/** Response of a server action as defined in lib/http/action-result.ts; `redirect` if the action redirects. */
export interface ActionResponse {
  ok?: boolean
  redirect?: true
  status: number
  error?: { code: string; fields?: object; data?: unknown }
  result?: Record<string, string>
  changeset?: string
  text: string
}

/** Calls routes and server actions with a cookie jar, over HTTP or in the process of the test. */
export interface ApiClient {
  readonly signedIn: boolean
  get(path: string): Promise<ApiResponse>
  post(path: string, body: unknown): Promise<ApiResponse>
  /** Sends a form as browsers without scripts do. */
  postForm(path: string, fields: Record<string, string>): Promise<ApiResponse>
  callAction(action: string, ...args: unknown[]): Promise<ActionResponse>
}

/** Creates clients of new accounts, or clients that send an invalid session cookie. */
export interface ApiClients {
  signedUp(name: string): Promise<{ client: ApiClient; email: string }>
  withInvalidSession(): ApiClient
}

/** Returns the text of a response; for a zip, the text of its files. */
export async function responseText(response: Response): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  return response.headers.get('content-type') === 'application/zip'
    ? unzippedText(bytes)
    : new TextDecoder().decode(bytes)
}

async function unzippedText(zip: Uint8Array): Promise<string> {
  const texts: string[] = []
  const decoder = new TextDecoder()
  for await (const { bytes } of readZip(singleChunk(zip))) {
    for await (const chunk of bytes) texts.push(decoder.decode(chunk, { stream: true }))
  }
  return texts.join('')
}

async function* singleChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
