import { describe, expect, it } from 'vitest'
import { htmlToText, isHtml } from './html'
import type { IcalEvent } from './ical-event'
import { readIcal } from './read'
import { bytesOf, readEventLines } from './testing'
import { type EventToWrite, writeIcal } from './write'

describe('isHtml', () => {
  it.each([
    '<p>Hi</p>',
    'a<br>b',
    'a<br/>b',
    '<a href="https://example.org">x</a>',
    '<html-blob>x</html-blob><br>',
  ])('recognizes %s', (text) => expect(isHtml(text)).toBe(true))

  it.each(['a < b and c > d', '<3', '1 <b> 2', 'x<y>z</y>', 'Map <https://example.org>', ''])(
    'treats %s as plain text',
    (text) => expect(isHtml(text)).toBe(false),
  )
})

describe('htmlToText', () => {
  it.each([
    ['<p>One</p><p>Two &amp; three</p>', 'One\n\nTwo & three'],
    ['One<br>Two<br/><br>Three', 'One\nTwo\n\nThree'],
    ['<b>Bring</b> <i>wine</i>\nand bread', 'Bring wine\nand bread'],
    ['<ul><li>Milk</li><li>Eggs</li></ul>Thanks', '• Milk\n• Eggs\n\nThanks'],
    ['<a href="https://zoom.us/j/1">Join</a> now', 'Join (https://zoom.us/j/1) now'],
    ['<a href="https://zoom.us/j/1">https://zoom.us/j/1</a>', 'https://zoom.us/j/1'],
    ['<a href="mailto:a@example.org">a@example.org</a>', 'a@example.org'],
    ['<a href="javascript:alert(1)">Click</a>', 'Click'],
    ['<style>p{color:red}</style><p>Text</p><script>alert(1)</script>', 'Text'],
    [
      '<table><tr><td>Mon</td><td>9:00</td></tr><tr><td>Tue</td><td>10:00</td></tr></table>',
      'Mon 9:00\nTue 10:00',
    ],
    ['<div>\n  spaced\n  out\n</div>', 'spaced out'],
    ['&lt;b&gt; stays<br>', '<b> stays'],
    ['<p>unclosed <b>tags', 'unclosed tags'],
  ])('converts %s to text', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })

  it('converts deeply nested and unclosed tags', () => {
    expect(htmlToText(`${'<div><a href="https://example.org">'.repeat(20_000)}x`)).toContain('x')
  })
})

describe('an HTML description', () => {
  const html = 'DESCRIPTION:<p>Agenda</p><a href="https://zoom.us/j/1">Join</a>'

  it('imports an HTML description as text', async () => {
    const { event, notes } = await readEventLines(`DTSTART:20260105T100000Z\n${html}`)
    expect(event.content.description).toBe('Agenda\n\nJoin (https://zoom.us/j/1)')
    expect(notes).toEqual([])
  })

  it('exports an HTML description unchanged', async () => {
    const { event } = await readEventLines(`DTSTART:20260105T100000Z\n${html}`)
    const file = [...writeIcal(FILE, [written(event.content)])].join('')
    expect(file.replace(/\r\n /g, '')).toContain(html)
  })

  it('keeps HTML that a user typed unchanged', async () => {
    const { event } = await readEventLines('DTSTART:20260105T100000Z\nSUMMARY:HTML course')
    const typed = { ...event.content, description: 'Learn <p>this</p>' }
    const file = [...writeIcal(FILE, [written(typed)])].join('')
    const { events } = await readIcal(bytesOf(file), { zone: 'UTC' })
    expect(events[0]!.content.description).toBe(typed.description)
  })
})

const FILE = { name: 'Family' }

function written(content: IcalEvent['content']): EventToWrite {
  return { uid: '1', sequence: 0, created: new Date(0), modified: new Date(0), content }
}
