import { frame } from './protocol.mjs'

/**
 * Keeps the listeners of each channel. Uses only `deliver(frame)` and `socketId` of a connection.
 *
 * @typedef {{ deliver(frame: Buffer): void, socketId: string }} Listener
 * @typedef {{ id: string, info: unknown, sockets: Set<Listener> }} Member
 * @typedef {{ listeners: Set<Listener>, members: Map<string, Member> | null }} Channel
 *
 * @param {{ presenceMembers: number }} limits
 */
export function createChannels(limits) {
  /** @type {Map<string, Channel>} channels that have listeners */
  const channels = new Map()

  function open(name, kind) {
    let channel = channels.get(name)
    if (!channel) {
      channel = { listeners: new Set(), members: kind === 'presence' ? new Map() : null }
      channels.set(name, channel)
    }
    return channel
  }

  /** Sends a frame to all listeners of a channel except one. */
  function publish(name, message, except) {
    const channel = channels.get(name)
    if (!channel) return
    for (const listener of channel.listeners) if (listener !== except) listener.deliver(message)
  }

  return {
    publish,
    get: (name) => channels.get(name),
    entries: () => channels.entries(),
    get size() {
      return channels.size
    },

    /** @param {string} name @param {Listener} listener */
    join(name, listener) {
      open(name).listeners.add(listener)
    },

    /**
     * Channels protocol, "Presence channels": a user is a member while at least one of their sockets has joined.
     * Others are notified of the first join and the last leave.
     *
     * @param {string} name @param {Listener} listener @param {{ user_id: string, user_info?: unknown }} data
     * @returns {boolean} false when the channel is full
     */
    joinPresence(name, listener, data) {
      const { listeners, members } = open(name, 'presence')
      const member = members.get(data.user_id)
      if (!member && members.size >= limits.presenceMembers) return false
      if (member) member.sockets.add(listener)
      else {
        members.set(data.user_id, { id: data.user_id, info: data.user_info, sockets: new Set([listener]) })
        publish(name, frame('pusher_internal:member_added', data, { channel: name }))
      }
      listeners.add(listener)
      return true
    },

    /** Returns the data of `subscription_succeeded` on a presence channel. */
    roster(name) {
      const members = [...(channels.get(name)?.members?.values() ?? [])]
      const hash = Object.fromEntries(members.map(({ id, info }) => [id, info ?? null]))
      return { presence: { count: members.length, ids: members.map(({ id }) => id), hash } }
    },

    /** @param {string} name @param {Listener} listener */
    leave(name, listener) {
      const channel = channels.get(name)
      if (!channel?.listeners.delete(listener)) return
      if (channel.listeners.size === 0) channels.delete(name)
      for (const member of channel.members?.values() ?? []) {
        if (!member.sockets.delete(listener)) continue
        if (member.sockets.size > 0) return
        channel.members.delete(member.id)
        publish(name, frame('pusher_internal:member_removed', { user_id: member.id }, { channel: name }))
        return
      }
    },
  }
}
