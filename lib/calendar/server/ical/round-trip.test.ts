import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readIcal } from './read'
import { contents } from './round-trip.test.contents'
import { bytesOf, readEventLines } from './testing'
import { writeIcal } from './write'

describe('writeIcal and readIcal', () => {
  it('writes and reads events without changes or notes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(contents, { minLength: 1, maxLength: 4 }), async (all) => {
        const events = all.map((content, index) => ({
          uid: `${index}@example;org,\\`,
          sequence: index,
          created: new Date(0),
          modified: new Date(1_000_000),
          content,
        }))
        const text = [...writeIcal({ name: 'A, B; C', color: 'violet' }, events)].join('')
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(text).not.toMatch(/[^\r]\n|\r[^\n]/)
        const file = await readIcal(bytesOf(text), { zone: 'Europe/Paris' })
        expect(file.notes).toEqual([])
        expect(file).toMatchObject({ name: 'A, B; C', color: 'violet', zone: null })
        expect(file.events).toEqual(
          events.map(({ uid, sequence, content }) => {
            const version = { sequence, lastModified: 1_000_000, stamp: 1_000_000 }
            return {
              ...{
                uid,
                ...version,
                line: expect.any(Number),
                kindayId: null,
                published: false,
                instances: null,
                content,
              },
              versions: Object.fromEntries(Object.keys(content.overrides).map((id) => [id, version])),
            }
          }),
        )
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})

it('writes a property of Kinday once if an import has kept it as unknown, too', async () => {
  const { event } = await readEventLines('DTSTART:20311121T100000Z\nATTENDEE:mailto:a@example.org')
  const names = ['guest-list-hidden', 'guests-may-comment', 'capacity', 'answer-by', 'id', 'kind'] as const
  const unknown = names.map((name) => [`x-kinday-${name}`, {}, 'unknown', '1'])
  const content = {
    ...{ ...event.content, unknown: unknown as typeof event.content.unknown },
    ...{ guestListHidden: true, guestsMayComment: true, capacity: 5, answerBy: '2031-11-20' },
  }
  const source = { uid: '1', sequence: 0, created: new Date(0), modified: new Date(0), content }
  const text = [...writeIcal({}, [source])].join('')
  for (const name of names.slice(0, 4)) {
    expect(text.match(new RegExp(`^X-KINDAY-${name}:`, 'gim')), name).toHaveLength(1)
  }
})
