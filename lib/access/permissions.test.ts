import { expect, it } from 'vitest'
import type { Actor } from './actor'
import { canRequest } from './permissions'
import { type Noun, VERBS } from './verbs'

/** Everything that an actor may ask for, as `noun.verb`. */
function askable(actor: Actor): string[] {
  return (Object.keys(VERBS) as Noun[]).flatMap((noun) =>
    VERBS[noun].filter((verb) => canRequest(actor, verb as never, noun)).map((verb) => `${noun}.${verb}`),
  )
}

const READ = ['attachment.read', 'calendar.freebusy', 'calendar.read', 'event.read']
const WRITES = ['attachment', 'calendar', 'event', 'placement', 'target-calendar'].map(
  (noun) => `${noun}.write`,
)
const WRITE = [...WRITES, 'event.place', 'groups.read', 'invitees.read', 'invitees.invite', 'people.read']

const GUEST = { email: 'guest@example.org', name: null }

const ids = { user: 'user', id: 'token' }

it.each<[string, Actor, string[]]>([
  [
    'a guest',
    { kind: 'guest', link: 'l', event: 'e', person: GUEST },
    [
      'attachment.read',
      'comment.write',
      'comment.remove',
      'event.read',
      'event.comment',
      'event.answer',
      'event.join',
      'task.claim',
    ],
  ],
  ['a token without scopes', { kind: 'token', ...ids, scopes: [] }, []],
  ['a token with the scope events:read', { kind: 'token', ...ids, scopes: ['events:read'] }, READ],
  ['a token that writes', { kind: 'token', ...ids, scopes: ['events:write'] }, WRITE],
  ['a token that answers', { kind: 'token', ...ids, scopes: ['events:answer'] }, ['event.answer']],
  ['a job on behalf of a user', job('sync', ['c']), [...READ, ...WRITE]],
  ['the shell on behalf of a user', job('admin', ['c']), [...READ, ...WRITE]],
  ['an unknown job', job('purge'), []],
  ['a job named like a property of objects', job('constructor'), []],
  [
    'the administration shell',
    job('admin'),
    [
      ...['account.own', 'administration.read', 'administration.own', 'any-invitation.own', 'any-user.own'],
      ...['delivery.own', 'job.own'],
    ],
  ],
  ['the job of account links', job('account-link'), ['account.send-link']],
  ['the job of tried addresses', job('address-tried'), ['account.send-link']],
  ['the job of Google', job('google'), ['account.authenticate']],
  ['the job of sign-ups', job('sign-up'), ['instance.admit']],
])('lets %s request exactly the listed permissions', (_, actor, expected) => {
  expect(askable(actor).sort()).toEqual([...expected].sort())
})

function job(name: string, calendars?: string[]): Actor {
  return { kind: 'job', name, ...(calendars && { onBehalfOf: { user: 'user', calendars } }) }
}
