import { describe, expect, it } from 'vitest'
import { readIcal } from './read'
import { bytesOf } from './testing'

const event = (lines: string, uid = '1') => `BEGIN:VEVENT\nUID:${uid}\n${lines}\nEND:VEVENT`

describe('damaged bytes', () => {
  const read = async (...lines: (string | Buffer)[]) => {
    const all = [
      'BEGIN:VCALENDAR',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20260702',
      ...lines,
      'END:VEVENT',
      'END:VCALENDAR',
    ]
    const bytes = Buffer.concat(all.flatMap((line) => [Buffer.from(line), Buffer.from('\r\n')]))
    const { events } = await readIcal(bytesOf(bytes), { zone: 'Europe/Berlin' })
    return events[0]!.content
  }
  const latin = (text: string) => Buffer.from(text, 'latin1')

  it('reads the rest of a line with damaged bytes, and all other lines', async () => {
    const content = await read(
      'SUMMARY:Müllabfuhr Größe',
      Buffer.concat([Buffer.from('DESCRIPTION:Grüße aus Köln '), latin('é'), Buffer.from(' – schön')]),
      latin('LOCATION:Café Zürich'),
    )
    expect(content).toMatchObject({
      title: 'Müllabfuhr Größe',
      description: 'Grüße aus Köln é – schön',
      location: 'Café Zürich',
    })
  })

  it('decodes UTF-16 by its byte order mark', async () => {
    const text = `\ufeffBEGIN:VCALENDAR\r\n${event('DTSTART:20260702\nSUMMARY:Größe')}\r\nEND:VCALENDAR\r\n`
    const little = Buffer.from(text, 'utf16le')
    for (const bytes of [little, Buffer.from(little).swap16()]) {
      const { events } = await readIcal(bytesOf(bytes), { zone: 'Europe/Berlin' })
      expect(events[0]!.content.title).toBe('Größe')
    }
  })
})
