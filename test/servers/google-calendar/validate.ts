import type { StubRequest } from '../stub-request'
import { METHODS } from './description'

/** Returns how a request violates Google's description of its API; null if it is valid. */
export function violationOf({ method, path, query, body }: StubRequest): string | null {
  const description = METHODS.find((known) => known.method === method && known.path.test(path))
  if (!description) return `unknown method ${method} ${path}`
  const names = [...query.keys()]
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated) return `repeated parameter ${repeated}`
  const parameters = description.query.safeParse(Object.fromEntries(query))
  if (!parameters.success) return problemIn('query', parameters.error)
  if (!description.body) return body === undefined ? null : 'unexpected body'
  const parsed = description.body.safeParse(body)
  return parsed.success ? null : problemIn('body', parsed.error)
}

function problemIn(part: string, error: { issues: { path: PropertyKey[]; message: string }[] }): string {
  const { path, message } = error.issues[0]!
  return `${[part, ...path].join('.')}: ${message}`
}
