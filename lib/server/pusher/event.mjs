import { channelKind } from './protocol.mjs'

/**
 * Checks and normalizes an event that the app posts. HTTP API reference, "POST event (trigger an event)".
 *
 * @param {unknown} body
 * @param {typeof import('./protocol.mjs').LIMITS} limits
 * @returns {{ event: { name: string, data: string, channels: string[], socketId?: string, info: string[] } }
 *   | { problem: string, status?: number }}
 */
export function checkEvent(body, limits) {
  if (body === null || typeof body !== 'object') return { problem: 'An event is an object' }
  const { name, data, channel, channels = [channel], socket_id: socketId, info = '' } = body
  if (typeof name !== 'string' || name === '' || name.length > limits.nameLength)
    return { problem: 'Invalid name' }
  if (name.startsWith('pusher:') || name.startsWith('pusher_internal:')) return { problem: 'Reserved name' }
  if (typeof data !== 'string') return { problem: 'data must be a string' }
  if (Buffer.byteLength(data) > limits.eventBytes) {
    return { problem: 'The data content of this event exceeds the allowed maximum', status: 413 }
  }
  if (!Array.isArray(channels) || channels.length === 0 || channels.length > limits.channelsPerEvent) {
    return { problem: 'Invalid list of channels' }
  }
  for (const channelName of channels) {
    const kind = channelKind(channelName)
    // No client can subscribe to it, so this is a mistake to report.
    if (kind === null || kind === 'public') return { problem: 'Invalid or public channel' }
  }
  if (socketId !== undefined && !(typeof socketId === 'string' && /^\d+\.\d+$/.test(socketId))) {
    return { problem: 'Invalid socket_id' }
  }
  if (typeof info !== 'string') return { problem: 'Invalid info' }
  return {
    event: { name, data, channels: [...new Set(channels)], socketId, info: info.split(',').filter(Boolean) },
  }
}
