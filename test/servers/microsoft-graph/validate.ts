import type { StubRequest } from '../stub-request'
import { METHODS } from './description'

/** Returns how a request violates Graph's reference; null if it is valid. */
export function violationOf({ method, path, query, headers, body }: StubRequest): string | null {
  const description = METHODS.find((known) => known.method === method && known.path.test(path))
  if (!description) return `unknown method ${method} ${path}`
  const names = [...query.keys()]
  const unknown = names.find((name, at) => !description.query.includes(name) || names.indexOf(name) !== at)
  if (unknown) return `parameter ${unknown}`
  const prefer = String(headers.prefer ?? '')
  if (!prefer.includes('IdType="ImmutableId"')) return 'ids that are not immutable'
  if (!description.body) return body === undefined ? null : 'unexpected body'
  const parsed = description.body.safeParse(body)
  if (parsed.success) return null
  const { path: at, message } = parsed.error.issues[0]!
  return `${['body', ...at].join('.')}: ${message}`
}
