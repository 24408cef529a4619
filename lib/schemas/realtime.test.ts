import { describe, expect, it } from 'vitest'
import type { FieldErrors } from '@/lib/errors'
import { channelOf, type StreamKind, streamName, streamOfChannel } from '@/lib/realtime/channels'
import { fieldErrorsOf } from '@/test/field-errors'
import { parseInput } from './parse-input'
import { channelAuth, knownStreams, userAuth } from './realtime'

const ID = '0198c5a0-0000-7000-8000-000000000000'
const many = (count: number) => Array.from({ length: count }, (_, index) => `private-${index}`)

describe('knownStreams', () => {
  it('accepts the sequence number of each stream', () => {
    expect(parseInput(knownStreams, { known: {} })).toEqual({ known: {} })
    expect(parseInput(knownStreams, { known: { a: 0, b: 12 } })).toEqual({ known: { a: 0, b: 12 } })
  })

  it.each<[string, unknown, FieldErrors]>([
    ['undefined', undefined, { known: { code: 'required' } }],
    ['an array', [], { known: { code: 'invalid' } }],
    ['a negative sequence number', { a: -1 }, { 'known.a': { code: 'invalid' } }],
    ['a fractional sequence number', { a: 0.5 }, { 'known.a': { code: 'invalid' } }],
    ['a string as sequence number', { a: '1' }, { 'known.a': { code: 'invalid' } }],
    [
      'a stream name of 101 characters',
      { ['x'.repeat(101)]: 1 },
      { [`known.${'x'.repeat(101)}`]: { code: 'invalid' } },
    ],
    [
      '10,001 streams',
      Object.fromEntries(many(10_001).map((name) => [name, 1])),
      { '': { code: 'too_many' } },
    ],
  ])('rejects known streams given as %s', (_, known, fields) => {
    expect(fieldErrorsOf(knownStreams, { known })).toEqual(fields)
  })

  it('accepts 10,000 streams', () => {
    const known = Object.fromEntries(many(10_000).map((name) => [name, 1]))
    expect(parseInput(knownStreams, { known })).toEqual({ known })
  })

  it('ignores a prototype in the input', () => {
    const { known } = parseInput(knownStreams, JSON.parse('{"known": {"__proto__": 5, "a": 1}}'))
    expect(Object.keys(known)).not.toContain('__proto__')
    expect(known.a).toBe(1)
  })
})

describe('channelAuth and userAuth', () => {
  it('accepts a socket id of the Pusher protocol with channels', () => {
    const given = { socket_id: '123.456', channels: many(500) }
    expect(parseInput(channelAuth, given)).toEqual(given)
    expect(parseInput(userAuth, { socket_id: '1.2' })).toEqual({ socket_id: '1.2' })
  })

  // The signature covers `socket:channel`, so an id with a colon would be ambiguous.
  it.each([
    '',
    '1',
    '1.',
    '.1',
    '1.2.3',
    '1.2:private-user-x',
    '1.2\n',
    ' 1.2',
    'a.b',
    '-1.2',
    `${'1'.repeat(21)}.1`,
  ])('rejects the socket id %j', (socket_id) => {
    expect(fieldErrorsOf(userAuth, { socket_id })).toEqual({ socket_id: { code: 'invalid' } })
    expect(fieldErrorsOf(channelAuth, { socket_id, channels: ['a'] })).toEqual({
      socket_id: { code: 'invalid' },
    })
  })

  it.each<[string, unknown, FieldErrors]>([
    ['an empty array', [], { channels: { code: 'required' } }],
    ['an array of 501 names', many(501), { channels: { code: 'too_many', limit: 500 } }],
    ['an array with a number', ['a', 5], { 'channels.1': { code: 'invalid' } }],
    [
      'an array with a name of 201 characters',
      ['x'.repeat(201)],
      { 'channels.0': { code: 'too_long', limit: 200 } },
    ],
    ['a string', 'private-a', { channels: { code: 'invalid' } }],
  ])('rejects channels given as %s', (_, channels, fields) => {
    expect(fieldErrorsOf(channelAuth, { socket_id: '1.2', channels })).toEqual(fields)
  })
})

describe('channels', () => {
  it.each<StreamKind>(['calendar', 'gathering', 'group', 'user'])(
    'maps the channel of a %s stream back to the stream',
    (kind) => {
      const stream = streamName(kind, ID)
      expect(channelOf(stream)).toBe(`private-${kind}-${ID}`)
      expect(streamOfChannel(channelOf(stream))).toBe(stream)
    },
  )

  it.each([
    '',
    `calendar-${ID}`,
    `presence-calendar-${ID}`,
    `private-meeting-${ID}`,
    `private-calendar-${ID}x`,
    `private-calendar-${ID}\n`,
    `xprivate-calendar-${ID}`,
    `private-calendar-${ID.slice(1)}`,
    `private-calendar-${ID.replace('c', 'C')}`,
    `private-user-${"'".repeat(36)}`,
    'private-encrypted-calendar',
    'private-__proto__',
  ])('maps the unknown channel name %j to no stream', (channel) => {
    expect(streamOfChannel(channel)).toBeUndefined()
  })
})
