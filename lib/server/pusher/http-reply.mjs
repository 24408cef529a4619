import { send } from '../reply.mjs'

export class Refused extends Error {
  constructor(status, message) {
    super(message)
    this.status = status
  }
}

/** Parses a query. Values are signed in decoded form. `+` is not decoded as a space, since clients use percent-encoding. */
export function parseQuery(search) {
  const pairs = search.split('&').filter(Boolean)
  return new Map(pairs.map((pair) => [pair.split('=', 1)[0], decode(pair.slice(pair.indexOf('=') + 1))]))
}

export function decode(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new Refused(400, 'Malformed URL')
  }
}

export function answer(req, res, status, result) {
  if (res.destroyed) return
  const body = status === 200 ? JSON.stringify(result) : `${result}\n`
  const type = status === 200 ? 'application/json' : 'text/plain; charset=utf-8'
  send(req, res, status, { 'content-type': type }, body)
}
