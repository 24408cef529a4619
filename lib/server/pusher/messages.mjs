import { randomInt } from 'node:crypto'

/**
 * Channels protocol, "Triggering Channel Client Events": an app has to enable them. Kinday does not, because a relayed
 * event would reach other members without passing a permission check.
 */
export const CLIENT_EVENTS_DISABLED = 'Client events are not enabled for this app'

/** Creates an id `<number>.<number>`. Unguessable, because signatures are bound to it. */
export const socketId = () => `${randomInt(2 ** 48 - 1)}.${randomInt(2 ** 48 - 1)}`

/** Parses JSON. @returns {any} null if it is invalid or, with `isEvent`, has no event name */
export function parse(raw, isEvent = true) {
  try {
    const value = JSON.parse(raw.toString())
    return isEvent && typeof value?.event !== 'string' ? null : value
  } catch {
    return null
  }
}

/** Clients may send `data` as an object or as its JSON. */
export function asObject(value) {
  const object = typeof value === 'string' ? parse(Buffer.from(value), false) : value
  return object !== null && typeof object === 'object' ? object : {}
}

/** Returns the user id in the signed channel data of a private channel; undefined without such data. */
export function signedFor(text) {
  return text === undefined ? undefined : String(asObject(text).user_id)
}

export function presenceData(text, limits) {
  if (typeof text !== 'string') return null
  const data = asObject(text)
  // Apps may give a number for an id; everywhere else it is a string.
  const id = typeof data.user_id === 'number' ? String(data.user_id) : data.user_id
  if (!isUserId(id, limits)) return null
  if (Buffer.byteLength(JSON.stringify(data.user_info ?? null)) > limits.userInfoBytes) return null
  return { user_id: id, user_info: data.user_info }
}

export const isUserId = (id, limits) =>
  typeof id === 'string' && id.length > 0 && id.length <= limits.userIdLength
