import type Pusher from 'pusher-js'
import type { PresenceChannel } from 'pusher-js'

/** Subscribes to a presence channel. Calls `onPresent` with the ids of its members when they change. */
export function followPresence(pusher: Pusher, name: string, onPresent: (ids: string[]) => void): void {
  const channel = pusher.subscribe(name) as PresenceChannel
  const report = () => onPresent(Object.keys(channel.members.members))
  channel.bind('pusher:subscription_succeeded', report)
  channel.bind('pusher:member_added', report)
  channel.bind('pusher:member_removed', report)
}
