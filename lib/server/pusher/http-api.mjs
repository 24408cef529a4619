import { readBody } from '../body.mjs'
import { checkEvent } from './event.mjs'
import { answer, decode, parseQuery, Refused } from './http-reply.mjs'
import { CODE, channelKind, frame } from './protocol.mjs'

/**
 * Serves the signed HTTP API that the app calls. Source: Pusher docs, "HTTP API reference". Errors are text with
 * 400, 401, 404, 405 or 413, as in the reference.
 *
 * @param {object} server
 * @returns {{ handle(req, res): Promise<boolean> }}
 */
export function createHttpApi({ appId, channels, users, verify, limits, counts, find }) {
  const routes = [
    ['POST', /^\/events$/, events],
    ['POST', /^\/batch_events$/, batchEvents],
    ['GET', /^\/channels$/, list],
    ['GET', /^\/channels\/([^/]+)$/, show],
    ['GET', /^\/channels\/([^/]+)\/users$/, members],
    ['POST', /^\/users\/([^/]+)\/terminate_connections$/, terminate],
  ]

  async function handle(req, res) {
    const [path, search = ''] = req.url.split('?', 2)
    if (!path.startsWith('/apps/')) return false
    try {
      answer(req, res, 200, await run(req, path, search))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      answer(req, res, error.status, error.message)
    }
    return true
  }

  async function run(req, path, search) {
    const query = parseQuery(search)
    const [, app, endpoint] = /^\/apps\/([^/]*)(.*)$/.exec(path)
    const problem = verify.request(req.method, path, query)
    if (problem || app !== appId) throw new Refused(401, problem ?? 'Unknown app')
    const matching = routes.filter(([, pattern]) => pattern.test(endpoint))
    if (matching.length === 0) throw new Refused(404, 'Not found')
    const [, pattern, route] = matching.find(([method]) => method === req.method) ?? []
    if (!route) throw new Refused(405, 'Method not allowed')
    const param = decode(pattern.exec(endpoint)[1] ?? '')
    return route({ param, query, body: req.method === 'POST' ? await signedJson(req, query) : null })
  }

  async function signedJson(req, query) {
    const body = await readBody(req, limits.bodyBytes)
    if (body === null) throw new Refused(413, 'Body too large')
    if (!verify.body(body, query.get('body_md5'))) throw new Refused(401, 'Invalid body_md5')
    try {
      return JSON.parse(body.toString())
    } catch {
      throw new Refused(400, 'Malformed JSON')
    }
  }

  /** POST events */
  function events({ body }) {
    const event = accept(body)
    publish(event)
    return event.info.length === 0 ? {} : { channels: describeChannels(event) }
  }

  /** POST batch_events: all or nothing. */
  function batchEvents({ body }) {
    if (!Array.isArray(body?.batch)) throw new Refused(400, 'batch must be a list')
    if (body.batch.length > limits.eventsPerBatch) throw new Refused(400, 'Too many events')
    const batch = body.batch.map(accept)
    batch.forEach(publish)
    if (batch.every(({ info }) => info.length === 0)) return {}
    return { batch: batch.map((event) => Object.values(describeChannels(event))[0]) }
  }

  function accept(body) {
    const { event, problem, status } = checkEvent(body, limits)
    if (problem) throw new Refused(status ?? 400, problem)
    return event
  }

  function publish({ name, data, channels: names, socketId }) {
    counts.published++
    // The client that caused the event has applied it already ("Excluding event recipients").
    const except = socketId === undefined ? undefined : find(socketId)
    for (const channel of names) channels.publish(channel, frame(name, data, { channel }), except)
  }

  function describeChannels({ channels: names, info }) {
    return Object.fromEntries(names.map((name) => [name, attributesOf(name, info)]))
  }

  function attributesOf(name, info) {
    const channel = channels.get(name)
    const result = {}
    if (info.includes('user_count') && channelKind(name) === 'presence') {
      result.user_count = channel?.members.size ?? 0
    }
    if (info.includes('subscription_count')) result.subscription_count = channel?.listeners.size ?? 0
    return result
  }

  /** GET channels */
  function list({ query }) {
    const prefix = query.get('filter_by_prefix') ?? ''
    const info = requestedInfo(query)
    if (info.includes('user_count') && !prefix.startsWith('presence-')) {
      throw new Refused(400, 'user_count is for presence channels: filter_by_prefix')
    }
    const names = [...channels.entries()].map(([name]) => name).filter((name) => name.startsWith(prefix))
    return { channels: Object.fromEntries(names.map((name) => [name, attributesOf(name, info)])) }
  }

  /** GET channels/<name> */
  function show({ param, query }) {
    const info = requestedInfo(query)
    const isPresence = channelKind(param) === 'presence'
    if (info.includes('user_count') && !isPresence) throw new Refused(400, 'Not a presence channel')
    return { occupied: channels.get(param) !== undefined, ...attributesOf(param, info) }
  }

  /** GET channels/<name>/users */
  function members({ param }) {
    if (channelKind(param) !== 'presence') throw new Refused(400, 'Not a presence channel')
    return { users: [...(channels.get(param)?.members.keys() ?? [])].map((id) => ({ id })) }
  }

  /** POST users/<id>/terminate_connections: 4009 tells clients not to reconnect by themselves. */
  function terminate({ param }) {
    users.cut(param)
    for (const connection of users.of(param)) connection.close(CODE.unauthorized, 'Terminated by the app')
    return {}
  }

  return { handle }
}

const requestedInfo = (query) => (query.get('info') ?? '').split(',').filter(Boolean)
