import type { StubRequest } from '../stub-request'
import { BODIES } from './description'
import { differenceFrom, publishedMethod } from './published'

/** Parameters of the links that Graph returns. */
const TOKENS = ['$skiptoken', '$deltatoken']

/** Returns how a request violates Microsoft's description of Graph, or its reference; null if it is valid. */
export function violationOf({ method, path, query, headers, body }: StubRequest): string | null {
  const published = publishedMethod(method, path)
  if (!published) return `unknown method ${method} ${path}`
  const names = [...query.keys()]
  const isLink = TOKENS.some((name) => query.has(name))
  const known = [...published.parameters, ...TOKENS]
  const unknown = names.find((name, at) => !known.includes(name) || names.indexOf(name) !== at)
  if (unknown) return `parameter ${unknown}`
  const missing = isLink ? undefined : published.required.find((name) => !query.has(name))
  if (missing) return `no parameter ${missing}`
  // A delta query of a calendar view takes no parameters of OData (learn.microsoft.com/graph/api/event-delta).
  if (path.includes('/delta') && names.some((name) => name.startsWith('$') && !TOKENS.includes(name)))
    return 'a delta query with parameters'
  if (!String(headers.prefer ?? '').includes('IdType="ImmutableId"')) return 'ids that are not immutable'
  if (!published.request) return body === undefined ? null : 'unexpected body'
  const difference = differenceFrom(published.request, body)
  if (difference) return `body${difference}`
  const parsed = BODIES.find(({ name }) => name.test(published.name))!.schema.safeParse(body)
  if (parsed.success) return null
  const { path: at, message } = parsed.error.issues[0]!
  return `${['body', ...at].join('.')}: ${message}`
}

/** Returns how the body of a successful response differs from Microsoft's description; null if it does not. */
export function responseViolationOf({ method, path }: StubRequest, body: unknown): string | null {
  const type = publishedMethod(method, path)?.response
  if (!type || body === undefined) return type || body === undefined ? null : `${method} ${path}: a body`
  const value = type.endsWith('[]') ? Object(body).value : body
  const difference = differenceFrom(type, value)
  return difference && `response of ${method} ${path}: ${type}${difference}`
}
