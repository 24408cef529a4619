import type { FieldErrors } from '@/lib/errors'

type PostResponse<R> =
  | { ok: true; result: R }
  | { ok: false; error: { code: string; fields?: FieldErrors; data?: unknown } }

/** Posts JSON to a route, and returns the response in the form of a server action's result. */
export async function postJson<R>(path: string, body: object): Promise<PostResponse<R>> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await response.json()
  return response.ok ? { ok: true, result: answer } : { ok: false, error: answer.error }
}
