import type { ReadOnlyReason } from '@/lib/calendar/read-only'

/** The verbs of each noun: all permissions that {@link grant} can check. A verb that is not listed does not compile. */
export const VERBS = {
  account: ['send-link', 'authenticate', 'own'],
  'account-link': ['read', 'redeem'],
  administration: ['read', 'own'],
  'any-invitation': ['own'],
  'any-user': ['own'],
  attachment: ['read', 'write'],
  binding: ['read', 'own'],
  calendar: ['freebusy', 'read', 'write', 'share', 'own'],
  changeset: ['read', 'write'],
  comment: ['write', 'remove', 'pin'],
  connection: ['read', 'own'],
  'deleted-group': ['own'],
  delivery: ['own'],
  'draft-files': ['own'],
  'due-alarm': ['own'],
  event: ['read', 'comment', 'answer', 'join', 'place', 'write', 'share', 'own'],
  'event-invitation': ['read', 'accept', 'decline'],
  feed: ['read', 'share'],
  gathering: ['read', 'vote', 'comment', 'add-slots', 'write'],
  'gathering-page': ['read', 'join'],
  group: ['read', 'comment', 'leave', 'write', 'share', 'own'],
  groups: ['read'],
  'guest-subscription': ['own'],
  instance: ['read', 'sign-up', 'admit'],
  invitees: ['read', 'invite'],
  invitation: ['read', 'accept', 'decline', 'share'],
  job: ['own'],
  'managed-member': ['write'],
  member: ['read', 'share', 'own', 'write'],
  participation: ['claim'],
  people: ['read'],
  picture: ['read'],
  placement: ['write'],
  'push-subscription': ['own'],
  self: ['read', 'own'],
  session: ['own'],
  share: ['read', 'accept', 'decline', 'remove', 'share'],
  'sync-conflict': ['own', 'write'],
  'target-calendar': ['write'],
  task: ['claim', 'check', 'write'],
  'task-list': ['read', 'write'],
  'trashed-calendar': ['own'],
  'trashed-event': ['write', 'own'],
  'trashed-gathering': ['write'],
  'trashed-task-list': ['write'],
} as const

export type Noun = keyof typeof VERBS

/** The verbs of a noun. */
export type VerbOf<N extends Noun> = (typeof VERBS)[N][number]

/** A row of a noun, with what the actor may see and do. */
export type LoadedTarget<Row, N extends Noun> = TargetAllowing<Row, VerbOf<N>>

interface TargetAllowing<Row, V> {
  row: Row
  /** Whether the actor can see that it exists. */
  isVisible: boolean
  /** Why the actor may not write it, although their permission level would be sufficient. */
  readOnly?: ReadOnlyReason | null
  allows(verb: V): boolean
}
